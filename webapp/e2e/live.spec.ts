import { article, BROKEN, ENDLESS, SLOW } from './support/documents';
import { log, row, state, toast } from './support/page';
import { expect, test } from './support/test';

// A build that is opened by /P/H/build is not there before.
test.use({ allowed: /\/(status|events): Failed to load resource: .* 404/ });

for (const way of ['direct', 'behind nginx'] as const) {
  const name = (project: string) => `${project}-${way.replace(' ', '-')}`;

  test.describe(way, () => {
    test.use({ way });

    test('a push is seen from queued to built', async ({ page, galley }) => {
      const maths = galley.project(name('Push'));
      const first = await galley.push(maths, 'Run in circles', { 'Document.tex': ENDLESS });
      await page.goto(`/${maths.name}/`);
      await expect(row(page, 'Run in circles')).toContainText('building');

      const commit = await galley.push(maths, 'Prove lemma 3', { 'Document.tex': SLOW });
      // What it says is known once it was fetched.
      const pushed = row(page, commit.slice(0, 7));
      await expect(pushed).toContainText('queued');
      await expect(page).toHaveTitle(`queued · ${maths.name} · Galley`);

      await page.request.post(`/api/${maths.name}/${first}/cancel`);
      await expect(row(page, 'Run in circles')).toContainText('cancelled');
      await expect(pushed).toContainText('building');
      await expect(page).toHaveTitle(`building · ${maths.name} · Galley`);

      await expect(pushed).toContainText('built');
      await expect(pushed).toContainText('Prove lemma 3');
      await expect(pushed).toContainText('2 pages');
      await expect(page).toHaveTitle(`built · ${maths.name} · Galley`);
      await expect(toast(page, 'Prove lemma 3')).toContainText('built');
    });

    test('the words of the PDF are shown, of which only parts were asked for', async ({ page, galley }) => {
      const maths = galley.project(name('Pdf'));
      const { commit } = await galley.build(maths, 'Write a page', {
        'Document.tex': article(String.raw`Quaternions at first.\newpage Octonions then.`),
      });
      const ranges: (string | undefined)[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/pdf')) {
          ranges.push(request.headers().range);
        }
      });
      await page.goto(`/${maths.name}/${commit}`);
      const document = page.getByRole('region', { name: 'Document' });
      await expect(document.getByText('Quaternions at first.')).toBeVisible();
      await expect(document.getByText('of 2')).toBeVisible();
      expect(ranges).not.toEqual([]);
      for (const range of ranges) {
        expect(range).toMatch(/^bytes=\d+-\d+$/);
      }
    });

    test('a broken document leads to its failing line', async ({ page, galley }) => {
      const maths = galley.project(name('Broken'));
      await galley.build(maths, 'Forget a definition', { 'Document.tex': BROKEN });
      await page.goto(`/${maths.name}/`);
      await expect(row(page, 'Forget a definition')).toContainText('failed');

      await page.getByRole('article').getByRole('link', { name: 'Forget a definition' }).click();
      const source = page.getByRole('region', { name: 'Document.tex around line 5' });
      await expect(source).toContainText('\\quaternion');
      await expect(page.getByRole('listitem').filter({ has: source })).toContainText(
        'Undefined control sequence',
      );

      await page.getByRole('link', { name: 'In the log' }).first().click();
      await expect(page).toHaveURL(/#L\d+$/);
      await expect(log(page).locator('[data-current]')).toContainText('Undefined control sequence');
    });

    test('the log is written while the build runs, which can be cancelled and built again', async ({
      page,
      galley,
    }) => {
      const maths = galley.project(name('Cancel'));
      const commit = await galley.push(maths, 'Run in circles', { 'Document.tex': ENDLESS });
      await page.goto(`/${maths.name}/${commit}`);
      await expect(log(page).getByText('Here it stays')).toBeVisible();
      await expect(state(page)).toHaveText('building');

      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(state(page)).toHaveText('cancelled');

      await page.getByRole('button', { name: 'Build again' }).click();
      await expect(page.getByText('attempt 2')).toBeVisible();
      await expect(state(page)).toHaveText('building');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(state(page)).toHaveText('cancelled');
    });

    test('a built document is built again', async ({ page, galley }) => {
      const maths = galley.project(name('Again'));
      const { commit } = await galley.build(maths, 'Stand');
      await page.goto(`/${maths.name}/${commit}`);
      await expect(state(page)).toHaveText('built');
      await page.getByRole('button', { name: 'Build again' }).click();
      await expect(page.getByText('attempt 2')).toBeVisible();
      await expect(state(page)).toHaveText('built');
      await expect(page.getByRole('region', { name: 'Document' }).getByText('Hello.')).toBeVisible();
    });

    test('a button builds the newest commit', async ({ page, galley }) => {
      const maths = galley.project(name('Newest'));
      await page.goto(`/${maths.name}/`);
      maths.commit('Nobody told of this');
      await page.getByRole('button', { name: 'Build the newest commit' }).click();
      await expect(row(page, 'Nobody told of this')).toContainText('built');
      await expect(row(page, 'Nobody told of this')).toContainText('by hand');
    });

    test('the address that builds, opened as a page, builds once', async ({ page, galley }) => {
      const maths = galley.project(name('Link'));
      const commit = maths.commit('Built by its address');
      await page.goto(`/${maths.name}/${commit}/build`);
      await expect(page).toHaveURL(`/${maths.name}/${commit}`);
      await expect(state(page)).toHaveText('built');

      await page.reload();
      await expect(page.getByRole('region', { name: 'Document' }).getByText('Hello.')).toBeVisible();
      const build = await galley.awaitBuild(maths.name, commit);
      expect(build).toMatchObject({ attempt: 1, trigger: 'get' });
    });
  });
}
