import { article } from './support/documents';
import { row, toast } from './support/page';
import { expect, test } from './support/test';

// Beyond the cap the daemon answers 503.
// A daemon of its own, for which no other test has to wait.
test.use({ settings: { MAX_BUILDS: '1' }, allowed: /\/events: Failed to load resource: .* 503/ });

/** The daemon's `EventStreams.MOST`. */
const MOST_STREAMS = 300;

test('a page beyond the most that can be open asks every ten seconds, says so, and is live again when there is room', async ({
  page,
  galley,
}) => {
  const maths = galley.project('Crowd');
  const leave = new AbortController();
  const { signal } = leave;
  try {
    const others = Array.from({ length: MOST_STREAMS }, () => fetch(`${galley.address}/events`, { signal }));
    expect((await Promise.all(others)).filter((other) => !other.ok)).toEqual([]);

    await page.goto(`/${maths.name}/`);
    const words = page.getByText('Many pages are open: this one asks every 10 seconds.');
    await expect(words).toBeVisible();
    const { commit } = await galley.build(maths, 'Seen later', { 'Document.tex': article('Later.') });
    await expect(row(page, commit.slice(0, 7))).toContainText('built');
    await expect(words).toBeVisible();

    leave.abort();
    await expect(words).toBeHidden({ timeout: 60_000 });
    const { commit: next } = await galley.build(maths, 'Seen live', { 'Document.tex': article('Live.') });
    await expect(toast(page, 'Seen live')).toBeVisible();
    await expect(row(page, next.slice(0, 7))).toContainText('built');
  } finally {
    leave.abort();
  }
});
