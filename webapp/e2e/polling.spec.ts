import { row } from './support/page';
import { expect, test } from './support/test';

// What the daemon has no stream for is refused.
test.use({ allowed: /\/events: Failed to load resource: .* 503/ });

const MOST_STREAMS = 300;

test('a page that gets no stream any more says so, and asks', async ({ page, galley }) => {
  const maths = galley.project('Polling');
  await galley.build(maths, 'Begin well');
  const others = new AbortController();
  try {
    await Promise.all(
      Array.from({ length: MOST_STREAMS }, () =>
        fetch(`${galley.address}/api/events`, {
          headers: { Accept: 'text/event-stream' },
          signal: others.signal,
        }),
      ),
    );
    await page.goto(`/${maths.name}/`);
    await expect(page.getByText('this one asks every 10 seconds')).toBeVisible();
    await galley.build(maths, 'Go on');
    await expect(row(page, 'Go on')).toContainText('built');
  } finally {
    others.abort();
  }
  await expect(page.getByText('this one asks every 10 seconds')).toBeHidden({ timeout: 60_000 });
});
