import { test as base, expect } from '@playwright/test';
import { Galley } from './galley';
import { Nginx } from './nginx';

interface WorkerFixtures {
  galley: Galley;
  nginx: Nginx;
}

interface TestFixtures {
  /** What the browser complained of. A test that expects a complaint takes it out. */
  complaints: string[];
}

/** Tests with a daemon, and with whatever the browser complains of, such as a broken policy, as a failure. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  galley: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants to see what a fixture takes
    async ({}, use) => {
      const galley = await Galley.start();
      await use(galley);
      await galley.close();
    },
    { scope: 'worker' },
  ],
  nginx: [
    async ({ galley }, use) => {
      const nginx = await Nginx.start(galley.folder, galley.port);
      await use(nginx);
      await nginx.close();
    },
    { scope: 'worker' },
  ],
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          complaints.push(message.text());
        }
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
