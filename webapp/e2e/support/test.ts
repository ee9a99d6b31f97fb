import { test as base, expect } from '@playwright/test';
import { Galley } from './galley';
import { Nginx } from './nginx';

interface WorkerFixtures {
  /** Environment variables of the daemon. */
  settings: Record<string, string>;
  galley: Galley;
  nginx: Nginx;
}

interface TestFixtures {
  /** How the browser reaches the daemon. */
  way: 'direct' | 'behind nginx';
  /** What the browser may complain of in this file: an answer that is no success, which is what is tested. */
  allowed: RegExp;
  complaints: string[];
}

/** A project is shown before it has a PDF, and its picture is asked for. */
const NO_PICTURE_YET = /\/png\?v=\S*: Failed to load resource: .* 404/;

/** Tests with a daemon, and with whatever the browser complains of, such as a broken policy, as a failure. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  settings: [{}, { scope: 'worker', option: true }],
  way: ['direct', { option: true }],
  allowed: [/^$/, { option: true }],
  galley: [
    async ({ settings }, use) => {
      const galley = await Galley.start(settings);
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
  baseURL: async ({ way, galley, nginx }, use) => {
    await use(way === 'direct' ? galley.address : nginx.address);
  },
  complaints: [
    async ({ page, allowed }, use) => {
      const complaints: string[] = [];
      const add = (text: string) => {
        if (!NO_PICTURE_YET.test(text) && !allowed.test(text)) {
          complaints.push(text);
        }
      };
      page.on('pageerror', (error) => add(String(error)));
      page.on('dialog', (dialog) => add(`dialog: ${dialog.message()}`));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          add(`${message.location().url}: ${message.text()}`);
        }
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
