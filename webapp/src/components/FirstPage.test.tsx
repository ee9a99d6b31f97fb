import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Build } from '../api/types';
import { build } from '../testing/daemon';
import { FirstPage } from './FirstPage';

const PICTURE = { name: 'png', file: '.first-page.png', bytes: 6000, pages: null };

const withPicture = (of: Build): Build => ({ ...of, artifacts: [...of.artifacts, PICTURE] });

test('the picture before stays until that of a new PDF is made', () => {
  const { rerender } = render(<FirstPage project="Maths" last={withPicture(build())} />);
  const source = () => document.querySelector('img')?.getAttribute('src');
  const before = source();
  expect(before).toContain('/Maths/png?v=');
  const next = build();
  rerender(<FirstPage project="Maths" last={next} />);
  expect(source()).toBe(before);
  rerender(<FirstPage project="Maths" last={withPicture(next)} />);
  expect(source()).not.toBe(before);
});

test('without a build there is a blank sheet', () => {
  render(<FirstPage project="Maths" last={null} />);
  expect(document.querySelector('img')).toBeNull();
  expect(document.body.textContent).toBe('no PDF yet');
});
