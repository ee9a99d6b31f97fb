import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { article } from './support/documents';
import { Galley } from './support/galley';
import { writeRecords } from './support/records';
import { expect, test } from './support/test';

const ROW = 'a[data-key]';
/** Some lines a second, each long: TeX keeps back what does not fill 4 KiB. */
const TICKING = article(`\\newcount\\tick \\newcount\\turn
\\loop \\advance\\tick by 1
  \\typeout{${'x'.repeat(60)} tick \\the\\tick.}
  {\\loop \\advance\\turn by 1 \\ifnum\\turn<50000 \\repeat}
\\ifnum\\tick<3000 \\repeat`);

declare global {
  interface Window {
    longest?: number;
    ticks?: [number, number][];
    interactive?: Promise<number>;
  }
}

function report(what: string, milliseconds: number) {
  const line = `${what}: ${Math.round(milliseconds)} ms`;
  test.info().annotations.push({ type: 'figure', description: line });
  process.stdout.write(`${line}\n`);
}

async function withRecords(
  page: Page,
  number: number,
  use: (galley: Galley, commits: string[]) => Promise<void>,
) {
  const galley = await Galley.start({ KEEP_BUILDS: '20000' });
  galley.project('Maths');
  await galley.kill();
  const commits = writeRecords(galley.projects, 'Maths', number);
  await galley.launch();
  try {
    await use(galley, commits);
  } finally {
    // A page that is open would complain of the daemon's end.
    await page.goto('about:blank');
    await galley.close();
  }
}

const FIRST_VIEWS = 9;

/**
 * In the page: from the beginning of the navigation until the first builds are painted, and the last task is done that would
 * have kept somebody waiting, by the measure of https://web.dev/articles/tti but with a shorter look behind.
 */
function watchUntilInteractive(row: string) {
  const QUIET_MS = 2000;
  let last = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      last = Math.max(last, startTime + duration);
    }
  }).observe({ type: 'longtask', buffered: true });
  window.interactive = new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(row) === null) {
        requestAnimationFrame(look);
      } else {
        // The frame that has them is on screen when the next one is asked for.
        requestAnimationFrame((painted) => setTimeout(() => resolve(Math.max(painted, last)), QUIET_MS));
      }
    };
    requestAnimationFrame(look);
  });
}

test('a first view of 1,000 builds is interactive within a second, with a quarter of this CPU', async ({
  browser,
  page,
}) => {
  await withRecords(page, 1000, async (galley) => {
    const times: number[] = [];
    for (let view = 0; view < FIRST_VIEWS; view += 1) {
      // With nothing in its cache.
      const context = await browser.newContext();
      const first = await context.newPage();
      const devtools = await context.newCDPSession(first);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      await first.addInitScript(watchUntilInteractive, ROW);
      await first.goto(`${galley.address}/Maths/`);
      // Playwright's own way would bring a script along that takes time of the page's.
      const { result } = await devtools.send('Runtime.evaluate', {
        expression: 'interactive',
        awaitPromise: true,
      });
      times.push(result.value);
      await context.close();
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
    report('fastest first view until interactive', times[0] ?? Number.POSITIVE_INFINITY);
    report(`median of ${times.length} first views until interactive`, median);
    expect(median).toBeLessThan(1000);
  });
});

/** These records have no picture of a first page. */
test.afterEach(({ complaints }) => {
  const others = complaints.filter((text) => !/status of 404/.test(text));
  complaints.splice(0, complaints.length, ...others);
});

test('10,000 builds scroll to the end without a stop', async ({ page }) => {
  await withRecords(page, 10_000, async (galley) => {
    await page.goto(`${galley.address}/Maths/`);
    await expect(page.locator(ROW).first()).toBeVisible();
    const gaps = await page.evaluate(async (row) => {
      const frame = () => new Promise<number>(requestAnimationFrame);
      const oldest = () => document.querySelector(`li[aria-posinset="10000"] ${row}`);
      const all: number[] = [];
      let before = await frame();
      while (!oldest()) {
        window.scrollBy(0, 1000);
        const now = await frame();
        all.push(now - before);
        before = now;
      }
      return all.sort((a, b) => a - b);
    }, ROW);
    await expect(page.getByText('Prove lemma 0', { exact: true })).toBeInViewport();
    const longest = gaps.at(-1) ?? Number.POSITIVE_INFINITY;
    report(`longest of ${gaps.length} frames`, longest);
    report('99 % of the frames within', gaps[Math.floor(gaps.length * 0.99)] ?? 0);
    expect(longest).toBeLessThan(500);
  });
});

test('a line of the log is on screen within 300 ms of being written', async ({ page, galley }) => {
  const project = galley.project('Ticking');
  const commit = await galley.push(project, 'Tick', { 'Document.tex': TICKING });
  const log = join(galley.projects, 'Ticking_build', commit, '.log');
  await page.goto(`${galley.address}/Ticking/${commit}`);
  await page.evaluate(() => {
    window.ticks = [];
    const look = () => {
      const region = document.querySelector('[aria-label="Lines of the log"]');
      const tick = Number(/.*tick (\d+)\./s.exec(region?.textContent ?? '')?.[1] ?? 0);
      const last = window.ticks?.at(-1)?.[0] ?? 0;
      if (tick > last) {
        window.ticks?.push([tick, Date.now()]);
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  });
  const written: [number, number][] = [];
  await expect
    .poll(
      () => {
        const tick = Number(/.*tick (\d+)\./s.exec(readFileSync(log, 'utf8'))?.[1] ?? 0);
        if (tick > (written.at(-1)?.[0] ?? 0)) {
          written.push([tick, Date.now()]);
        }
        return written.length;
      },
      { intervals: [5], timeout: 60_000 },
    )
    .toBeGreaterThan(10);
  const [lastWritten] = written.at(-1) ?? [0];
  await page.waitForFunction((tick) => (window.ticks?.at(-1)?.[0] ?? 0) >= tick, lastWritten);
  const shown = await page.evaluate(() => window.ticks ?? []);
  const delays = written
    // What was there before the page looked says nothing.
    .slice(1)
    .map(([tick, time]) => (shown.find(([each]) => each >= tick)?.[1] ?? Number.POSITIVE_INFINITY) - time)
    .sort((a, b) => a - b);
  const median = delays[Math.floor(delays.length / 2)] ?? Number.POSITIVE_INFINITY;
  report(`median of ${delays.length} pieces of a log, from the disk to the screen`, median);
  expect(median).toBeLessThan(300);
  await fetch(`${galley.address}/api/Ticking/${commit}/cancel`, { method: 'POST' });
});

test('a log of 4 MiB opens without a long stop', async ({ page }) => {
  await withRecords(page, 1, async (galley, [commit]) => {
    const log = join(galley.projects, 'Maths_build', `${commit}`, '.log');
    const line = `${'a line of a long log '.repeat(4)}\n`;
    const lines = Math.ceil((4 << 20) / line.length);
    writeFileSync(log, line.repeat(lines));
    expect(statSync(log).size).toBeGreaterThanOrEqual(4 << 20);
    await page.addInitScript(() => {
      window.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          window.longest = Math.max(window.longest ?? 0, duration);
        }
      }).observe({ type: 'longtask', buffered: true });
    });
    await page.goto(`${galley.address}/Maths/${commit}#L${lines}`);
    await expect(page.locator(`[data-current][data-line]`)).toBeInViewport();
    const longest = await page.evaluate(() => window.longest ?? Number.POSITIVE_INFINITY);
    report('longest task while 4 MiB of log were opened', longest);
    expect(longest).toBeLessThan(1000);
  });
});
