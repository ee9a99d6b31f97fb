import { waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { build, Daemon } from '../testing/daemon';
import { open, row, shown } from '../testing/projectPage';

const listed = (daemon: Daemon) => daemon.requests.filter((each) => each.startsWith('GET /api/Maths/?'));

/** Keeps the stream from being answered until what this returns is called. */
function holdStream({ answers }: Daemon): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  answers.set('GET /api/events', async (_, init) => {
    await held;
    answers.delete('GET /api/events');
    return fetch('/api/events', init);
  });
  return release;
}

test('a build that is under way changes in its row, and a new one comes in on top', async () => {
  const first = build({
    message: 'First',
    state: 'running',
    finishedAt: null,
    durationMs: null,
    artifacts: [],
  });
  const daemon = new Daemon([first]);
  open();
  expect((await row('First')).textContent).toContain('building');
  daemon.tell({ ...first, state: 'failure', finishedAt: '2026-11-20T08:00:05Z', durationMs: 900 });
  await waitFor(async () => expect((await row('First')).textContent).toContain('failed'));
  daemon.tell(build({ message: 'Second', state: 'queued' }));
  await waitFor(() => expect(shown()).toEqual(['Second', 'First']));
});

test('the list is asked for once, as soon as the stream tells of changes', async () => {
  const daemon = new Daemon([build({ message: 'There' })]);
  const comes = holdStream(daemon);
  open();
  await waitFor(() => expect(daemon.requests).toContain('GET /api/events'));
  expect(listed(daemon)).toEqual([]);
  daemon.builds.unshift(build({ message: 'Came meanwhile' }));
  comes();
  await row('Came meanwhile');
  daemon.tell(build({ message: 'Came after' }));
  await row('Came after');
  expect(listed(daemon)).toHaveLength(1);
});

test('a stream that is held back does not hold the list back, and has it loaded again when it comes', async () => {
  const daemon = new Daemon([build({ message: 'There' })]);
  const comes = holdStream(daemon);
  open();
  await row('There');
  daemon.builds.unshift(build({ message: 'Missed' }));
  comes();
  await row('Missed');
  expect(listed(daemon)).toHaveLength(2);
});

test('an answer that was written before an event does not undo it', async () => {
  const before = build({ message: 'Raced', state: 'running', finishedAt: null, durationMs: null });
  const daemon = new Daemon([before]);
  let answerLate = () => {};
  daemon.answers.set('GET /api/Maths/', (url) => {
    const written = Response.json(daemon.list(url));
    return new Promise((resolve) => {
      answerLate = () => resolve(written);
    });
  });
  open();
  await waitFor(() => expect(listed(daemon)).toHaveLength(1));
  daemon.tell({ ...before, state: 'success', durationMs: 10 });
  await waitFor(() => expect(document.title).toContain('built'));
  answerLate();
  expect((await row('Raced')).textContent).toContain('built');
});

test('who reads further down stays there when a build comes in on top', async () => {
  const daemon = new Daemon(Array.from({ length: 40 }, () => build()).reverse());
  const scrollBy = vi.fn();
  vi.stubGlobal('scrollBy', scrollBy);
  let scrolled = 0;
  vi.spyOn(HTMLOListElement.prototype, 'getBoundingClientRect').mockImplementation(
    () => new DOMRect(0, -scrolled),
  );
  open();
  await row(daemon.builds[0]?.message ?? '');
  scrolled = 700;
  window.dispatchEvent(new Event('scroll'));
  expect(scrollBy).not.toHaveBeenCalled();
  daemon.tell(build({ message: 'On top' }));
  await waitFor(() => expect(scrollBy.mock.calls).toEqual([[0, 62]]));
});
