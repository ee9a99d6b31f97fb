import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { build, Daemon, pages, refusal } from '../testing/daemon';
import { open, row, shown } from '../testing/projectPage';

test('a row says who changed what, where, why it was built, and what came of it', async () => {
  const daemon = new Daemon([
    build({ message: 'Prove lemma 3\n\nAt last.', problems: { errors: 0, warnings: 3, boxes: 0 } }),
  ]);
  daemon.remote = 'git@github.com:you/thesis.git';
  open();
  const said = await row('Prove lemma 3');
  for (const text of ['built', 'AL', 'main', 'push', '12 pages', '3 warnings', '4.2 s']) {
    expect(said.textContent).toContain(text);
  }
  const commit = daemon.builds[0]?.commit ?? '';
  const hash = within(said).getByRole('link', { name: commit.slice(0, 7) });
  expect(hash.getAttribute('href')).toBe(`https://github.com/you/thesis/commit/${commit}`);
});

test('figures stand beside their change against the build before on the same branch', async () => {
  const older = build({ artifacts: pages(11), problems: { errors: 0, warnings: 3, boxes: 0 } });
  const elsewhere = build({ branch: 'draft', artifacts: pages(40) });
  const broken = build({ state: 'failure', artifacts: [], problems: { errors: 2, warnings: 3, boxes: 0 } });
  const newest = build({
    message: 'Newest',
    artifacts: pages(12),
    problems: { errors: 0, warnings: 1, boxes: 0 },
  });
  new Daemon([newest, broken, elsewhere, older]);
  open();
  expect((await row('Newest')).textContent).toContain('12 pages +1');
  expect((await row('Newest')).textContent).toContain('1 warning −2');
  expect((await row(broken.message ?? '')).textContent).toContain('2 errors +2');
  expect((await row(elsewhere.message ?? '')).textContent).not.toMatch(/[+−]/);
});

test('days are headings', async () => {
  const before = build({ queuedAt: '2026-11-18T12:00:00Z' });
  new Daemon(
    [build({ queuedAt: '2026-11-20T12:00:00Z' }), build({ queuedAt: '2026-11-20T11:00:00Z' }), before].sort(
      (a, b) => b.sequence - a.sequence,
    ),
  );
  open();
  const list = within(await screen.findByRole('region', { name: 'Builds' }));
  const days = await list.findAllByRole('heading');
  expect(new Set(days.map((day) => day.textContent)).size).toBe(2);
});

test('the head says what went wrong, and leads to the document', async () => {
  const reason = 'Document.tex:7: Undefined control sequence \\binom';
  const last = build({ state: 'failure', reason });
  new Daemon([last]);
  open();
  expect(await screen.findByText(reason)).toBeTruthy();
  const document_ = screen.getByRole('link', { name: /document/ });
  expect(document_.getAttribute('href')).toBe(`/Maths/${last.commit}`);
  await waitFor(() => expect(document.title).toBe('failed · Maths · Galley'));
});

test('a search waits for a pause, asks the daemon, and is in the address', async () => {
  const daemon = new Daemon([build({ message: 'Typo' }), build({ message: 'Prove lemma 3' })].reverse());
  open();
  await row('Typo');
  await userEvent.type(screen.getByRole('searchbox'), 'lemma');
  await waitFor(() => expect(shown()).toEqual(['Prove lemma 3']));
  expect(location.search).toBe('?q=lemma');
  expect(
    daemon.requests.filter((request) => request.includes('q=')).map((each) => /q=(\w*)/.exec(each)?.[1]),
  ).toEqual(['lemma']);
});

test('an address with a filter opens with it, and all builds are a click away', async () => {
  new Daemon([build({ message: 'Fine' })]);
  open('/Maths/?state=failure');
  await userEvent.click(await screen.findByRole('button', { name: 'Show all builds' }));
  await row('Fine');
  expect(location.search).toBe('');
});

test('a branch can be chosen, and the others stay on offer', async () => {
  new Daemon([build({ message: 'Here' }), build({ message: 'There', branch: 'draft' })].reverse());
  open();
  await row('Here');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Branch' }), 'draft');
  await waitFor(() => expect(shown()).toEqual(['There']));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Branch' }), 'main');
  await waitFor(() => expect(shown()).toEqual(['Here']));
});

test('the newest commit is built by a button or a key, and a refusal is shown', async () => {
  const daemon = new Daemon([]);
  daemon.answers.set('POST /api/Maths/build', () => refusal(409, 'The clone is empty: push a commit.'));
  open();
  await screen.findByText('Nothing has been built yet');
  await userEvent.click(screen.getByRole('button', { name: /Build the newest commit/ }));
  expect((await screen.findByRole('alert')).textContent).toBe('The clone is empty: push a commit.');
  const made = build({ message: 'By hand', state: 'queued' });
  daemon.answers.set('POST /api/Maths/build', () => Response.json(made, { status: 202 }));
  await userEvent.keyboard('b');
  await row('By hand');
});

test('a project that is not there, and a server that is not, say so', async () => {
  const daemon = new Daemon([]);
  daemon.answers.set('GET /api/Maths/', () => refusal(503, 'Galley has no room left.'));
  open();
  expect((await screen.findByRole('alert')).textContent).toContain('Galley has no room left.');
  daemon.answers.set('GET /api/Maths/', () => refusal(404, 'There is no project "Maths".'));
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'There is no project Maths' })).toBeTruthy();
});

test('what is wrong with the clone stands above its builds', async () => {
  const daemon = new Daemon([build()]);
  daemon.problem = 'The clone has no branch checked out: git switch main.';
  open();
  expect(await screen.findByText(daemon.problem)).toBeTruthy();
});

test('badge and webhook are there to be copied', async () => {
  new Daemon([build()]);
  open();
  expect(await screen.findByText(`${location.origin}/api/Maths`)).toBeTruthy();
  const markdown = `[![Maths](${location.origin}/api/Maths/svg)](${location.origin}/Maths/)`;
  expect(screen.getByText(markdown)).toBeTruthy();
});

test('of ten thousand builds few are drawn, and the next page comes as one scrolls', async () => {
  const many = Array.from({ length: 10_000 }, () => build()).reverse();
  const daemon = new Daemon(many);
  let scrolled = 0;
  vi.spyOn(HTMLOListElement.prototype, 'getBoundingClientRect').mockImplementation(
    () => new DOMRect(0, -scrolled),
  );
  open();
  await row(many[0]?.message ?? '');
  expect(shown().length).toBeLessThan(50);
  expect(daemon.requests.filter((each) => each.includes('before='))).toEqual([]);
  scrolled = 95 * 62;
  window.dispatchEvent(new Event('scroll'));
  await waitFor(() => expect(shown()).toContain(many[110]?.message));
  expect(shown()).not.toContain(many[0]?.message);
  expect(shown().length).toBeLessThan(50);
});

test('j and k go from row to row', async () => {
  new Daemon([build({ message: 'Older' }), build({ message: 'Newer' })].reverse());
  open();
  await row('Newer');
  await userEvent.keyboard('jj');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Older'));
  await userEvent.keyboard('k');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Newer'));
});

test('the builds that are there stay while a search is under way', async () => {
  const daemon = new Daemon([build({ message: 'Stays' })]);
  open();
  await row('Stays');
  let answer = () => {};
  daemon.answers.set('GET /api/Maths/', (url) => {
    const written = Response.json(daemon.list(url));
    return new Promise((resolve) => {
      answer = () => resolve(written);
    });
  });
  await userEvent.type(screen.getByRole('searchbox'), 'nothing like it');
  await waitFor(() => expect(location.search).toBe('?q=nothing+like+it'));
  expect(shown()).toEqual(['Stays']);
  answer();
  expect(await screen.findByText('No build is like that.')).toBeTruthy();
});
