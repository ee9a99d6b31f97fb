import { expect, test } from './support/test';

// What an update of the server took away.
test.use({ allowed: /(BuildPage|SettingsDialog)/ });

test('a page that is older than the server offers to be loaded again where its code is gone', async ({
  page,
  galley,
}) => {
  const maths = galley.project('Updated');
  await galley.build(maths, 'Seen after all');
  const gone = /\/assets\/(BuildPage|SettingsDialog)-[\w-]+\.js/;
  await page.route(gone, (route) => route.fulfill({ status: 404 }));
  await page.goto(`/${maths.name}/`);
  const words = page.getByText('Galley was updated since the page was opened');

  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog').filter({ has: words })).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(words).toBeHidden();

  await page.getByRole('article').getByRole('link', { name: 'Seen after all' }).click();
  await expect(
    page.getByRole('heading', { name: 'This part of the page could not be loaded' }),
  ).toBeVisible();
  await page.getByRole('link', { name: maths.name }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Seen after all' })).toBeVisible();

  await page.getByRole('article').getByRole('link', { name: 'Seen after all' }).click();
  await expect(words).toBeVisible();
  await page.unroute(gone);
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await expect(page.getByRole('heading', { name: 'Seen after all' })).toBeVisible();
});
