import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { Galley } from './support/galley';
import { breakSample, growSample, slowSample, sources } from './support/sample';
import type { Upstream } from './support/upstream';

const FOLDER = join(import.meta.dirname, '../../target/screenshots');
const SIZES = {
  wide: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

type Act = (page: Page) => Promise<unknown>;

interface Looks {
  name: string;
  context: BrowserContext;
}

test.describe.configure({ mode: 'serial' });

let galley: Galley;
let maths: Upstream;
let built: string;
let looks: Looks[];

/** The same view at each size, on light and on dark paper. */
async function picture(name: string, address: string, act: Act = settled, before?: Act) {
  for (const look of looks) {
    const page = await look.context.newPage();
    await before?.(page);
    await page.goto(address);
    await act(page);
    await page.screenshot({ path: join(FOLDER, `${name}-${look.name}.png`), animations: 'disabled' });
    await page.close();
  }
}

async function settled(page: Page) {
  await expect(page.locator('h1, [role=dialog], form').first()).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() =>
    Promise.all(
      Array.from(
        document.images,
        (image) =>
          image.complete ||
          new Promise((done) => {
            image.onload = image.onerror = done;
          }),
      ),
    ),
  );
}

const settledDocument: Act = async (page) => {
  await settled(page);
  await expect(page.locator('[data-page-number="1"] .textLayer span').first()).toBeVisible();
};

/** The document stands beside what else is shown, where there is room for both. */
const settledBeside: Act = async (page) => {
  await ((page.viewportSize()?.width ?? 0) > SIZES.phone.viewport.width ? settledDocument : settled)(page);
};

/** Only behind nginx is every address the page's; the daemon itself answers in words. */
const lost: Act = async (page) => {
  await page.evaluate(() => history.pushState(null, '', '/Maths/nothing'));
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
};

async function openLooks(browser: Browser): Promise<Looks[]> {
  const all: Looks[] = [];
  for (const [size, options] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ ...options, colorScheme, locale: 'en-GB' });
      all.push({ name: `${size}-${colorScheme}`, context });
    }
  }
  return all;
}

test.beforeAll(async ({ browser }) => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  galley = await Galley.start();
  looks = await openLooks(browser);
});

test.afterAll(async () => {
  await Promise.all(looks.map(({ context }) => context.close()));
  await galley.close();
});

test('nothing yet', async () => {
  await picture('projects-empty', `${galley.address}/`);
  galley.project('Letters');
  await picture('project-empty', `${galley.address}/Letters/`);
  await picture('not-found', `${galley.address}/`, lost);
  await picture('project-not-found', `${galley.address}/Nothing/`);
});

test('built', async () => {
  const book = galley.project('Book');
  const thesis = galley.project('Thesis');
  maths = galley.project('Maths');
  await galley.build(book, 'Index the rivers', { ...sources('book') });
  await galley.build(thesis, 'Explain what happens to a push', { ...sources('thesis') });
  built = (await growSample(galley, maths)).built;
  await picture('projects', `${galley.address}/`);
  await picture('project', `${galley.address}/Maths/`);
  await picture('build', `${galley.address}/Maths/${built}`, settledDocument);
  await picture('build-log', `${galley.address}/Maths/${built}#L12`, settledBeside);
  await picture('build-commit', `${galley.address}/Maths/${built}`, async (page) => {
    await page.getByRole('tab', { name: 'Commit' }).click();
    await settledBeside(page);
  });
  await picture('build-unknown', `${galley.address}/Maths/${'0'.repeat(40)}`);
});

test('dialogs', async () => {
  for (const dialog of ['Settings', 'Help']) {
    await picture(dialog.toLowerCase(), `${galley.address}/Maths/`, async (page) => {
      await settled(page);
      await page.getByRole('button', { name: dialog }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await settled(page);
    });
  }
});

test('failing', async () => {
  const commit = await breakSample(galley, maths);
  await galley.awaitBuild('Maths', commit);
  await picture('projects-failing', `${galley.address}/`);
  await picture('project-failing', `${galley.address}/Maths/`);
  await picture('build-failing', `${galley.address}/Maths/${commit}`, async (page) => {
    await settled(page);
    await expect(page.getByRole('region', { name: /around line/ }).first()).toBeVisible();
  });
});

test('busy', async () => {
  const running = await slowSample(galley, maths);
  const queued = await galley.push(maths, 'Thank the referee');
  await picture('build-busy', `${galley.address}/Maths/${running}`, async (page) => {
    await expect(page.getByText(/Sieving for windmills/).first()).toBeVisible();
  });
  await picture('build-queued', `${galley.address}/Maths/${queued}`);
  await picture('projects-busy', `${galley.address}/`);
  await picture('project-busy', `${galley.address}/Maths/`);
});

test('offline', async () => {
  const gone: Act = async (page) => {
    await settled(page);
    await galley.kill();
    await expect(page.getByText(/connection/i).first()).toBeVisible();
  };
  const back: Act = async () => {
    await galley.kill();
    await galley.launch();
  };
  for (const [name, path] of [
    ['project', '/Maths/'],
    ['build', `/Maths/${built}`],
  ]) {
    await picture(`${name}-offline`, `${galley.address}${path}`, gone, back);
  }
});

test('login', async () => {
  const closed = await Galley.start({ PASSWORD: 'open sesame' });
  await picture('login', `${closed.address}/`, (page) =>
    expect(page.getByLabel(/password/i).first()).toBeVisible(),
  );
  await closed.close();
});
