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

/** The lines of the log as the page shows them, of which it draws only those in view: so in a tall window. */
export async function logLines(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 12_000 });
  return log(page)
    .locator('[data-line]')
    .evaluateAll((lines) => lines.map((line) => line.lastElementChild?.textContent ?? ''));
}
