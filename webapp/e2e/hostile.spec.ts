import type { Page } from '@playwright/test';
import { article } from './support/documents';
import { log, row, state } from './support/page';
import { expect, test } from './support/test';

// Markup, what turns the reading order round, what has no width, and quotes.
const MESSAGE = `<img src=x onerror=alert(1)> "quoted" 'twice' \u202Etxet\u200B`;
// Git itself takes angle brackets out of names.
const AUTHOR = `&lt;script&gt;alert(2) "quoted" \u202Eada\u200B end`;
const BRANCH = `b/\u202Ehcnarb\u200B"'<svg-onload=alert(3)>`;
const FILE = '<img src=x onerror=alert(4)>.tex';
const ESC = String.fromCharCode(27);

/** What a log would have to make of it, if it were more than text. */
const LOG = [
  '<script>alert(5)</script><img src=x onerror=alert(6)>',
  `${ESC}[31mred${ESC}[0m and ${ESC}[2J${ESC}[1;1Hback`,
  `${ESC}]8;;javascript:alert(7)${ESC}\\a link${ESC}]8;;${ESC}\\`,
  'hidden\rshown!',
];

/** Perl that prints the lines, and one of a megabyte. */
const LATEXMKRC = `binmode STDOUT;
print STDOUT pack('H*', '${Buffer.from(`${LOG.join('\n')}\n`).toString('hex')}');
print STDOUT 'long' x 262144, "\\nafter it\\n";
1;
`;

/** Nothing of it became an element that does something. */
async function expectTextOnly(page: Page): Promise<void> {
  const made = page.locator(
    'body script, img:not([src^="/api/"]), a[href^="javascript:"], [onerror], [onload], iframe, object, embed',
  );
  await expect(made).toHaveCount(0);
}

test('what a pusher writes is text and nothing else', async ({ page, galley }) => {
  const maths = galley.project('Hostile');
  await galley.build(maths, 'Have all branches built', {
    '.ci.json': '{"language": "latex", "main": "Document", "branches": ["**"]}\n',
  });
  maths.checkout(BRANCH);
  const files = {
    '.latexmkrc': LATEXMKRC,
    'Document.tex': article(`\\input{"${FILE}"}`),
    [FILE]: '\\quaternion\n',
  };
  const commit = maths.commit(`${MESSAGE}\n\n${MESSAGE}`, files, { author: `${AUTHOR} <a@example.com>` });
  await galley.tell(maths.name, commit, BRANCH);
  await galley.awaitBuild(maths.name, commit);

  await page.goto(`/${maths.name}/`);
  await expect(row(page, MESSAGE)).toContainText('failed');
  await expect(row(page, MESSAGE)).toContainText(BRANCH);
  await expect(row(page, MESSAGE)).toContainText('&lt;script&gt;alert(2)');
  await expectTextOnly(page);

  await row(page, MESSAGE).getByRole('link', { name: '<img src=x onerror=alert(1)>' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(MESSAGE);
  await expect(page.getByRole('heading', { level: 2, name: FILE })).toBeVisible();
  await expectTextOnly(page);
  await page.getByRole('tab', { name: 'Commit' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Commit' })).toContainText('alert(2)');
  await expectTextOnly(page);
});

test('a log is text with colours, and a line of a megabyte holds nothing up', async ({ page, galley }) => {
  const maths = galley.project('HostileLog');
  const { commit } = await galley.build(maths, 'Print what I like', { '.latexmkrc': LATEXMKRC });
  await page.goto(`/${maths.name}/${commit}`);
  await expect(state(page)).toHaveText('built');
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('alert(5)');
  await page.keyboard.press('Enter');

  const line = (text: string) => log(page).locator('[data-line]').filter({ hasText: text });
  await expect(line('<script>alert(5)</script><img src=x onerror=alert(6)>')).toBeVisible();
  await expect(line('red and back').locator('[data-colour="1"]')).toHaveText('red');
  await expect(line('a link')).not.toContainText('javascript');
  await expect(line('shown!')).not.toContainText('hidden');
  await expect(line('longlong')).toContainText('more characters');
  await expectTextOnly(page);

  const begin = Date.now();
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('after it');
  await page.keyboard.press('Enter');
  await expect(line('after it').locator('mark')).toBeVisible();
  await page.getByRole('tab', { name: 'Commit' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Commit' })).toBeVisible();
  expect(Date.now() - begin).toBeLessThan(1000);
});
