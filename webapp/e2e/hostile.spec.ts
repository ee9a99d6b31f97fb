import type { Page } from '@playwright/test';
import { article } from './support/documents';
import { log, row } from './support/page';
import { expect, test } from './support/test';

const IMAGE = '<img src=x onerror="document.title=\'broken into\'">';
const SCRIPT = '</script><script>document.title="broken into"</script>';
const BIDI = '\u202ereversed\u200b';

/** Nothing of what was shown became an element, or a link that runs something. */
async function expectTextOnly(page: Page): Promise<void> {
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await expect(page.locator('body script:not([src^="/assets/"])')).toHaveCount(0);
  await expect(page.locator('a[href^="javascript:"], [onerror], [onclick]')).toHaveCount(0);
  await expect(page).toHaveTitle(/Galley$/);
}

test('messages, authors, branches and files are text, whatever they hold', async ({ page, galley }) => {
  const maths = galley.project('Hostile');
  maths.commit('Let every branch in', {
    '.ci.json': '{"language": "latex", "main": "Document", "branches": ["*"]}',
  });
  await galley.build(maths, 'Pull that');
  const branch = `draft-${BIDI}'"<b>`.replaceAll(' ', '');
  maths.checkout(branch);
  const file = `chapters/<b onclick=x>${BIDI}.tex`;
  const commit = maths.commit(
    `${IMAGE} ${BIDI}`,
    {
      [file]: String.raw`\nowhere`,
      'Document.tex': article(String.raw`\input{${file.replace('.tex', '')}}`),
    },
    { author: `${SCRIPT.replaceAll(/[<>]/g, '')} ${BIDI} <eve@example.com>` },
  );
  await galley.tell(maths.name, commit, branch);
  await galley.awaitBuild(maths.name, commit);

  await page.goto(`/${maths.name}/`);
  await expect(row(page, '<img src=x')).toContainText('onerror');
  await expectTextOnly(page);
  await page.goto('/');
  await expect(page.getByRole('article')).not.toHaveCount(0);
  await expectTextOnly(page);
  await page.goto(`/${maths.name}/${commit}`);
  await expect(page.getByRole('heading', { name: '<img src=x' })).toBeVisible();
  await expectTextOnly(page);
});

test('a log is text, whatever it holds, and a line of a megabyte keeps nobody waiting', async ({
  page,
  galley,
}) => {
  const maths = galley.project('HostileLog');
  const { commit, state } = await galley.build(maths, 'Print what nobody should', {
    '.latexmkrc': String.raw`
print "${SCRIPT.replaceAll('"', '\\"')}\n";
print "\e[31mred\e[0m and \e]8;;javascript:document.title=1\e\\\\a link\e]8;;\e\\\\\n";
print "overwritten\rwritten over\n";
print "\x{e2}\x{80}\x{ae}reversed\n";
print "x" x 1000000, "\n";
`,
  });
  expect(state).toBe('success');
  await page.goto(`/${maths.name}/${commit}`);
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(log(page).getByText(SCRIPT.slice(0, 20))).toBeVisible();
  await expect(log(page).getByText('red', { exact: true })).toBeVisible();
  await expect(log(page).getByText('a link')).toBeVisible();
  await expect(log(page).getByText('written over')).toBeVisible();
  await expectTextOnly(page);

  // The page answers while the long line is in view.
  await log(page)
    .getByText(/^x{100}/)
    .scrollIntoViewIfNeeded();
  const slowest = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
      }),
  );
  expect(slowest).toBeLessThan(1000);
});
