import type { Locator, Page } from '@playwright/test';

/** A build in the list of a project's page. */
export function row(page: Page, subject: string): Locator {
  return page.getByRole('article').filter({ hasText: subject });
}

/** What a build's page says of its state. */
export function state(page: Page): Locator {
  return page.getByRole('main').getByRole('status').first();
}

/** What has been said of builds that ended. */
export function toast(page: Page, subject: string): Locator {
  return page.getByRole('status').filter({ has: page.getByRole('link', { name: subject }) });
}

export function log(page: Page): Locator {
  return page.getByRole('tabpanel', { name: 'Log' });
}
