import type { Page } from '@playwright/test';
import { row } from './support/page';
import { expect, test } from './support/test';

const PASSWORD = 'correct horse battery staple';

test.use({
  settings: { PASSWORD, DOMAIN: 'http://localhost:8080' },
  allowed: /: Failed to load resource: (?:.* (?:401|429|502)|net::ERR_)/,
});

async function logIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await page.getByRole('dialog').getByRole('button', { name: 'Log in' }).click();
}

for (const way of ['direct', 'behind nginx'] as const) {
  test.describe(way, () => {
    test.use({ way });

    test('the password opens the page, and stays until one logs out', async ({ page, galley }) => {
      const maths = galley.project(`Secret-${way.replace(' ', '-')}`);
      await galley.build(maths, 'Known to few');
      const challenges = new Set<string | undefined>();
      page.on('response', (answer) => {
        if (answer.status() === 401) {
          challenges.add(answer.headers()['www-authenticate']);
        }
      });
      await page.goto(`/${maths.name}/`);
      const dialog = page.getByRole('dialog', { name: 'Log in' });
      await expect(dialog).toBeVisible();
      await expect(dialog.getByRole('textbox')).toHaveCount(1);
      await expect(page.getByText('Known to few')).toHaveCount(0);

      await logIn(page, 'incorrect');
      await expect(dialog.getByRole('alert')).toContainText("That is not the server's PASSWORD.");
      await expect(page.getByText('Known to few')).toHaveCount(0);

      await logIn(page, PASSWORD);
      await expect(dialog).toBeHidden();
      await expect(row(page, 'Known to few')).toContainText('built');

      await page.reload();
      await expect(row(page, 'Known to few')).toContainText('built');
      await galley.kill();
      await galley.launch();
      await page.reload();
      await expect(row(page, 'Known to few')).toContainText('built');

      maths.commit('Built from here');
      await page.getByRole('button', { name: 'Build the newest commit' }).click();
      await expect(row(page, 'Built from here')).toContainText('built');

      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Log out' }).click();
      await expect(dialog).toBeVisible();
      await expect(page.getByText('Known to few')).toHaveCount(0);
      await page.reload();
      await expect(dialog).toBeVisible();
      await expect(page.getByText('Known to few')).toHaveCount(0);
      // "Basic" would have the browser ask in a dialog of its own.
      expect([...challenges]).toEqual(['Galley realm="Galley"']);
    });
  });
}

test('no password is looked at after five wrong ones in a minute', async ({ page, galley }) => {
  // Those of the other tests are not to count.
  await galley.kill();
  await galley.launch();
  await page.goto('/');
  const answer = page.getByRole('dialog').getByRole('alert');
  for (let attempt = 1; attempt <= 5; attempt++) {
    const answered = page.waitForResponse('**/api/login');
    await logIn(page, `wrong ${attempt}`);
    expect((await answered).status()).toBe(401);
  }
  await logIn(page, PASSWORD);
  await expect(answer).toContainText('Too many wrong passwords from this address');
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeVisible();
});
