import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { article } from './support/documents';
import { Galley } from './support/galley';
import { expect, test } from './support/test';

const WRONG = article('See~\\ref{nothing}.\n\nA \\wrong word.');
/** Takes as long as any test, and nothing of the processor. */
const ENDLESS = article('\\immediate\\write18{sleep 3600}');

let built: string;
let failed: string;
let running: string;

async function complaintsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`),
  );
}

async function settled(page: Page) {
  await expect(page.locator('main')).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        // What turns while something is built never ends.
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
}

/** The browser tells of each answer that is no success: 404 where there is no first page yet, 401 before the login. */
test.afterEach(({ complaints }) => {
  const others = complaints.filter((text) => !/status of (401|404)/.test(text));
  complaints.splice(0, complaints.length, ...others);
});

test.beforeAll(async ({ galley }) => {
  galley.project('Empty');
  const maths = galley.project('Maths');
  built = (
    await galley.build(maths, 'Write a page', {
      'Document.tex': article('\\section{One}Hello~\\ref{nothing}.\\newpage More.'),
    })
  ).commit;
  failed = (await galley.build(maths, 'Get it wrong', { 'Document.tex': WRONG })).commit;
  running = await galley.push(maths, 'Go on for long', {
    '.ci.json': '{"language": "latex", "main": "Document", "shellEscape": true}',
    'Document.tex': ENDLESS,
  });
});

const VIEWS: Record<string, { path: () => string; act?: (page: Page) => Promise<unknown> }> = {
  projects: { path: () => '/' },
  'a project': { path: () => '/Maths/' },
  'a project without builds': { path: () => '/Empty/' },
  'a search without a match': { path: () => '/Maths/?q=nothing-like-it' },
  'a build': {
    path: () => `/Maths/${built}`,
    act: (page) => expect(page.locator('.textLayer span').first()).toBeVisible(),
  },
  'a build that failed': {
    path: () => `/Maths/${failed}`,
    act: (page) => expect(page.getByRole('region', { name: /around line/ }).first()).toBeVisible(),
  },
  'a build that runs': {
    path: () => `/Maths/${running}`,
    act: (page) => expect(page.getByText('This is pdfTeX').first()).toBeVisible(),
  },
  'a log': {
    path: () => `/Maths/${failed}#L3`,
    act: (page) => expect(page.locator('[data-current]')).toBeVisible(),
  },
  'a commit': {
    path: () => `/Maths/${built}`,
    act: (page) => page.getByRole('tab', { name: 'Commit' }).click(),
  },
  settings: {
    path: () => '/Maths/',
    act: (page) => page.getByRole('button', { name: 'Settings' }).click(),
  },
  help: {
    path: () => '/Maths/',
    act: (page) => page.getByRole('button', { name: 'Help' }).click(),
  },
  'an address that leads nowhere': {
    // Only behind nginx is every address the page's; the daemon itself answers in words.
    path: () => '/',
    act: async (page) => {
      await page.evaluate(() => history.pushState(null, '', '/Maths/nothing'));
      await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    },
  },
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const size of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    test.describe(`${colorScheme}, ${size.width} wide`, () => {
      test.use({ colorScheme, viewport: size });

      for (const [name, { path, act }] of Object.entries(VIEWS)) {
        test(`nothing keeps anybody out of ${name}`, async ({ page, galley }) => {
          await page.goto(`${galley.address}${path()}`);
          await settled(page);
          await act?.(page);
          await settled(page);
          expect(await complaintsOf(page)).toEqual([]);
        });
      }
    });
  }

  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('nothing keeps anybody out of the login', async ({ page }) => {
      const closed = await Galley.start({ PASSWORD: 'open sesame' });
      await page.goto(closed.address);
      await expect(page.getByLabel(/password/i)).toBeVisible();
      expect(await complaintsOf(page)).toEqual([]);
      await closed.close();
    });
  });
}

test('a fault that was planted is found', async ({ page, galley }) => {
  await page.goto(`${galley.address}/Maths/`);
  await settled(page);
  await page.evaluate(() => {
    const image = document.createElement('img');
    image.src = '/favicon.ico';
    document.querySelector('main')?.append(image);
  });
  expect(await complaintsOf(page)).toEqual([expect.stringContaining('image-alt')]);
});
