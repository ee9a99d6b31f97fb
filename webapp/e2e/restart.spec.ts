import { article } from './support/documents';
import { log, logLines, state } from './support/page';
import { expect, test } from './support/test';

// While it is gone, it does not answer.
test.use({ allowed: /Failed to load resource: net::ERR_/ });

/** Prints many lines over about three seconds, and hands them over page by page. */
const TALKATIVE = article(String.raw`\newcount\page \newcount\turn
\loop\ifnum\page<30 \advance\page by 1
  \typeout{Now comes page \the\page}\null\newpage
  \turn=0 {\loop\ifnum\turn<200000 \advance\turn by 1 \repeat}
\repeat`);

test('a daemon that is killed and started again loses nothing of a log and doubles nothing', async ({
  page,
  galley,
}) => {
  const maths = galley.project('Restart');
  const commit = await galley.push(maths, 'Talk a lot', { 'Document.tex': TALKATIVE });
  await page.goto(`/${maths.name}/${commit}`);
  await expect(log(page).getByText('Now comes page 2', { exact: true })).toBeVisible();
  const bar = page.getByText('The connection to Galley is gone.');
  await expect(bar).toBeHidden();

  await galley.kill();
  await expect(bar).toBeVisible();
  await galley.launch();
  await expect(bar).toBeHidden();
  await expect(state(page)).toHaveText('built');
  expect(await galley.awaitBuild(maths.name, commit)).toMatchObject({ state: 'success' });

  await page.getByRole('tab', { name: 'Log' }).click();
  const written = await (await page.request.get(`/api/${maths.name}/${commit}/log`)).text();
  const lines = written.trimEnd().split('\n');
  expect(lines.filter((line) => line.startsWith('>>> latexmk'))).toHaveLength(1);
  // The sign before a command is drawn, not written.
  await expect.poll(() => logLines(page)).toEqual(lines.map((line) => line.replace(/^>>> /, '')));
});
