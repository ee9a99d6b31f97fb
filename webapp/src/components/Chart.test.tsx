import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { build, pages } from '../testing/daemon';
import { Chart } from './Chart';

const builds = [
  build({ message: 'Oldest', artifacts: pages(3), queuedAt: '2026-11-01T00:00:00Z' }),
  build({ message: 'Middle', artifacts: pages(9), queuedAt: '2026-11-01T01:00:00Z' }),
  build({ message: 'Newest', artifacts: pages(5), queuedAt: '2026-11-11T00:00:00Z' }),
].reverse();

const lines = () => [...document.querySelectorAll('svg')].map((svg) => svg.innerHTML);

test('the newest build is marked until the slider goes elsewhere', () => {
  render(<Chart builds={builds} />);
  expect(screen.getByRole('link').textContent).toContain('Newest');
  expect(screen.getByText('5 pages')).toBeTruthy();
  fireEvent.change(screen.getByRole('slider'), { target: { value: '0' } });
  expect(screen.getByRole('link').textContent).toContain('Oldest');
  expect(screen.getByText('3 pages')).toBeTruthy();
  expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('Oldest, built');
});

test('a curve can be hidden and shown', async () => {
  render(<Chart builds={builds} />);
  expect(lines()).toHaveLength(4);
  await userEvent.click(screen.getByRole('button', { name: 'Pages', pressed: true }));
  expect(lines()).toHaveLength(3);
  await userEvent.click(screen.getByRole('button', { name: 'Pages', pressed: false }));
  expect(lines()).toHaveLength(4);
});

test('by commit the builds stand evenly, by time where they came in', async () => {
  render(<Chart builds={builds} />);
  expect(lines()[0]).toContain('M0 1000L500 0L1000 667');
  await userEvent.selectOptions(screen.getByRole('combobox'), 'by time');
  expect(lines()[0]).toContain('M0 1000L4 0L1000 667');
});

test('one build is no chart', () => {
  render(<Chart builds={builds.slice(0, 1)} />);
  expect(screen.queryByRole('slider')).toBeNull();
});
