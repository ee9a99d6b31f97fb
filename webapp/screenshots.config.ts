import { defineConfig } from '@playwright/test';
import config from './playwright.config';

/** `npm run screenshots`: pictures of every view, into `target/screenshots`. */
export default defineConfig({
  ...config,
  testMatch: 'screenshots.ts',
  workers: 1,
  timeout: 600_000,
  reporter: 'list',
});
