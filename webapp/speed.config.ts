import { defineConfig } from '@playwright/test';
import config from './playwright.config';

/** `npm run speed`: how fast the page is. Not among the tests, since nothing else may run meanwhile. */
export default defineConfig({
  ...config,
  testMatch: 'speed.ts',
  workers: 1,
  timeout: 600_000,
  reporter: 'list',
  // It would take pictures of the page meanwhile.
  use: { ...config.use, trace: 'off' },
});
