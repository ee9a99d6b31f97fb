import type { Page } from '@playwright/test';
import { BROKEN } from './support/documents';
import { log, row, state } from './support/page';
import { expect, test } from './support/test';

/** Goes on with the Tab key until something has the focus, which is to be seen. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page.locator(':focus').and(page.getByRole('link', { name, exact: true }));
  for (let presses = 0; presses < 40 && (await wanted.count()) === 0; presses++) {
    await page.keyboard.press('Tab');
  }
  await expectFocus(page);
  await expect(wanted).toHaveCount(1);
}

/** The focus has an outline: around the element, or around what it stands for. */
async function expectFocus(page: Page): Promise<void> {
  const outline = await page
    .locator(':focus')
    .evaluate((element) =>
      [undefined, '::after']
        .map((part) => getComputedStyle(element, part))
        .map(({ outlineStyle, outlineWidth }) => `${outlineStyle} ${outlineWidth}`),
    );
  expect(outline.filter((each) => /^(solid|auto) [1-9]/.test(each))).not.toEqual([]);
}

test('the keyboard alone leads from the projects to the failing line', async ({ page, galley }) => {
  const maths = galley.project('Keys');
  await galley.build(maths, 'Begin well');
  await galley.build(maths, 'Forget a definition', { 'Document.tex': BROKEN });
  await page.goto('/');
  await expect(page.getByRole('link', { name: maths.name, exact: true })).toBeVisible();

  await tabTo(page, maths.name);
  await page.keyboard.press('Enter');
  await expect(row(page, 'Forget a definition')).toContainText('failed');
  await page.keyboard.press('j');
  await expect(row(page, 'Forget a definition').getByRole('link')).toBeFocused();
  await expectFocus(page);
  await page.keyboard.press('j');
  await expect(row(page, 'Begin well').getByRole('link')).toBeFocused();
  await page.keyboard.press('k');
  await expect(row(page, 'Forget a definition').getByRole('link')).toBeFocused();

  await page.keyboard.press('Enter');
  const source = page.getByRole('region', { name: 'Document.tex around line 5' });
  await expect(source).toContainText('\\quaternion');
  await page.keyboard.press('j');
  await expect(page.locator('li:focus').filter({ has: source })).toHaveCount(1);
  await expectFocus(page);
  await tabTo(page, 'In the log');
  await page.keyboard.press('Enter');
  await expect(log(page).locator('[data-current]')).toContainText('Undefined control sequence');
});

test('single keys help, search, build and go home', async ({ page, galley }) => {
  const maths = galley.project('Letters');
  const { commit } = await galley.build(maths, 'Stand');
  await page.goto(`/${maths.name}/`);
  await expect(row(page, 'Stand')).toContainText('built');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search by message' })).toBeFocused();
  await expectFocus(page);
  // What is typed into a field is no command.
  await page.keyboard.type('bg?');
  await expect(page.getByText('No build is like that.')).toBeVisible();
  await expect(page).toHaveURL(/\/Letters\//);
  await page.getByRole('button', { name: 'Show all builds' }).press('Enter');

  maths.commit('Asked for by a key');
  await expect(row(page, 'Stand')).toBeVisible();
  await page.keyboard.press('b');
  await expect(row(page, 'Asked for by a key')).toContainText('built');

  await page.goto(`/${maths.name}/${commit}`);
  await expect(state(page)).toHaveText('built');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search the log' })).toBeFocused();
  await expectFocus(page);
  await page.getByRole('tab', { name: 'Log' }).press('b');
  await expect(page.getByText('attempt 2')).toBeVisible();
  await expect(state(page)).toHaveText('built');
  await page.keyboard.press('g');
  await expect(page).toHaveURL('/');
});
