import { BROKEN } from './support/documents';
import { log, row } from './support/page';
import { expect, test } from './support/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('a phone shows one thing at a time, and nothing wider than its screen', async ({ page, galley }) => {
  const maths = galley.project('Phone');
  await galley.build(maths, 'Begin well');
  const failed = await galley.build(
    maths,
    'Forget a definition, and say so in a subject that is far too long for the screen of a phone, as people do',
    { 'Document.tex': BROKEN },
  );
  const isWithin = () =>
    expect.poll(() => page.evaluate(() => window.document.documentElement.scrollWidth)).toBe(390);

  await page.goto('/');
  await expect(page.getByRole('article').filter({ hasText: maths.name })).toContainText('failed');
  await isWithin();

  await page.getByRole('link', { name: maths.name }).tap();
  await expect(row(page, 'Forget a definition')).toContainText('failed');
  await expect(row(page, 'Begin well')).toContainText('built');
  await isWithin();

  await row(page, 'Forget a definition').getByRole('link', { name: 'Forget a definition' }).tap();
  await expect(page).toHaveURL(`/${maths.name}/${failed.commit}`);
  const source = page.getByRole('region', { name: 'Document.tex around line 5' });
  const document = page.getByRole('tabpanel', { name: 'Document' });
  await expect(source).toBeVisible();
  await expect(document).toBeHidden();
  await isWithin();

  await page.getByRole('tab', { name: 'Log' }).tap();
  await expect(log(page).getByText('Undefined control sequence').first()).toBeVisible();
  await expect(source).toBeHidden();
  await isWithin();

  await page.getByRole('tab', { name: 'Commit' }).tap();
  await expect(page.getByRole('tabpanel', { name: 'Commit' })).toContainText('since the build before');
  await isWithin();

  await page.getByRole('tab', { name: 'Document' }).tap();
  await expect(document).toContainText('This commit has no PDF');
  await isWithin();
});

test('a phone shows the document first, as wide as the screen', async ({ page, galley }) => {
  const maths = galley.project('PhonePdf');
  const { commit } = await galley.build(maths, 'Stand');
  await page.goto(`/${maths.name}/${commit}`);
  const document = page.getByRole('tabpanel', { name: 'Document' });
  await expect(document.getByText('Hello.')).toBeVisible();
  expect(await page.evaluate(() => window.document.documentElement.scrollWidth)).toBe(390);
});
