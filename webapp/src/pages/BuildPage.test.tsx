import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { StrictMode } from 'react';
import { expect, test, vi } from 'vitest';
import { eventsAddress } from '../api/client';
import type { Build, Problem } from '../api/types';
import { LiveProvider } from '../hooks/live';
import { BuildDaemon } from '../testing/buildDaemon';
import { build, refusal } from '../testing/daemon';
import BuildPage from './BuildPage';

const FAILED: Partial<Build> = {
  state: 'failure',
  reason: 'a.tex:7: Undefined control sequence \\foo',
  artifacts: [],
  problems: { errors: 1, warnings: 1, boxes: 0 },
};
const ERROR: Problem = {
  severity: 'error',
  file: 'chapters/a b.tex',
  line: 7,
  message: 'Undefined control sequence \\foo',
  context: '... \\foo',
  logLine: 99,
};
const WARNING: Problem = { ...ERROR, severity: 'warning', line: 3, message: "Reference `x' undefined" };

function open(change: Partial<Build>, prepare: (daemon: BuildDaemon) => void = () => {}, wanted = false) {
  const daemon = new BuildDaemon(build(change));
  prepare(daemon);
  const { commit } = daemon.record;
  render(
    <StrictMode>
      <LiveProvider address={eventsAddress('Maths', commit)}>
        <BuildPage project="Maths" commit={commit} wanted={wanted} />
      </LiveProvider>
    </StrictMode>,
  );
  return daemon;
}

const failed = (prepare: (daemon: BuildDaemon) => void = () => {}) =>
  open(FAILED, (daemon) => {
    daemon.remote = 'git@github.com:ada/maths.git';
    daemon.problems = [WARNING, ERROR];
    daemon.answers.set(`GET /api/Maths/${daemon.record.commit}/source`, (url) => {
      const line = Number(url.searchParams.get('line'));
      return Response.json({ file: ERROR.file, first: line - 1, lines: ['before', '<b>wrong</b>', 'after'] });
    });
    prepare(daemon);
  });

test('a build that failed shows first what is wrong, with the source around it', async () => {
  failed();
  expect(
    await screen.findByText('a.tex:7: Undefined control sequence \\foo', { selector: 'header *' }),
  ).toBeTruthy();
  const items = within(await screen.findByRole('list')).getAllByRole('listitem');
  expect(items[0]?.textContent).toContain('Undefined control sequence \\foo');
  const source = await screen.findByRole('region', { name: 'chapters/a b.tex around line 7' });
  expect(source.textContent).toContain('<b>wrong</b>');
  expect(source.querySelector('[data-wrong]')?.textContent).toBe('7<b>wrong</b>');
});

test('the source of a warning is loaded when somebody wants it', async () => {
  const daemon = failed();
  await screen.findByRole('region', { name: /around line 7/ });
  expect(daemon.requests.some((request) => request.includes('line=3'))).toBe(false);
  await userEvent.click(screen.getByRole('button', { name: 'Source' }));
  expect(await screen.findByRole('region', { name: /around line 3/ })).toBeTruthy();
});

test('a problem leads to its line on GitHub at that commit, and to its place in the log', async () => {
  const daemon = failed();
  const link = await screen.findByRole('link', { name: 'Line 7 on GitHub' });
  expect(link.getAttribute('href')).toBe(
    `https://github.com/ada/maths/blob/${daemon.record.commit}/chapters/a%20b.tex#L7`,
  );
  act(() => daemon.writes('>>> latexmk\nfine\n./chapters/a b.tex:7: Undefined control sequence.\n'));
  const place = await screen.findByRole('link', { name: 'In the log' });
  await userEvent.click(place);
  expect(screen.getByRole('tab', { name: 'Log' }).getAttribute('aria-selected')).toBe('true');
  await waitFor(() => expect(document.querySelector('[data-current]')?.textContent).toContain('a b.tex:7'));
});

test('what the build before did not have is marked as new', async () => {
  const previous = build({ message: 'Before' });
  failed((daemon) => {
    daemon.changes = { previous, commits: [], total: 0 };
    daemon.answers.set(`GET /api/Maths/${previous.commit}/problems`, () =>
      Response.json({ problems: [{ ...WARNING, line: 1 }] }),
    );
  });
  expect(await screen.findByText('1 new since the build before')).toBeTruthy();
  const marked = screen.getAllByRole('listitem').filter((item) => within(item).queryByText('new'));
  expect(marked.map((item) => item.textContent)).toEqual([expect.stringContaining('Undefined control')]);
});

test('a kind of problem can be put away', async () => {
  failed();
  await userEvent.click(await screen.findByRole('button', { name: '1 warning' }));
  expect(screen.queryByText("Reference `x' undefined")).toBeNull();
});

test('j and k go from problem to problem', async () => {
  failed();
  await screen.findByText("Reference `x' undefined");
  await userEvent.keyboard('j');
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Undefined control'));
  await userEvent.keyboard('j');
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Reference'));
  await userEvent.keyboard('k');
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Undefined control'));
});

test('a build can be built again, by button and by key', async () => {
  const daemon = failed();
  const request = `POST /api/Maths/${daemon.record.commit}/build`;
  await userEvent.click(await screen.findByRole('button', { name: 'Build again' }));
  await waitFor(() => expect(daemon.requests.filter((each) => each === request)).toHaveLength(1));
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Build again' }).disabled).toBe(false),
  );
  await userEvent.keyboard('b');
  await waitFor(() => expect(daemon.requests.filter((each) => each === request)).toHaveLength(2));
});

test('why it is not built again is said', async () => {
  failed((daemon) =>
    daemon.answers.set(`POST /api/Maths/${daemon.record.commit}/build`, () =>
      refusal(503, 'The queue is full.'),
    ),
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Build again' }));
  expect((await screen.findByRole('alert')).textContent).toBe('The queue is full.');
});

test('a build that runs can be cancelled, and says when it was', async () => {
  const daemon = open({ state: 'running', artifacts: [], finishedAt: null, durationMs: null });
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(daemon.requests).toContain(`POST /api/Maths/${daemon.record.commit}/cancel`);
  act(() => daemon.becomes({ state: 'cancelled' }));
  expect(await screen.findByRole('button', { name: 'Build again' })).toBeTruthy();
  await waitFor(() => expect(document.title).toMatch(/^cancelled · /));
});

test('the address that asks for a build asks once, and becomes that of the build', async () => {
  const daemon = open({ state: 'queued', artifacts: [] }, () => {}, true);
  const { commit } = daemon.record;
  await screen.findByRole('button', { name: 'Cancel' });
  expect(daemon.requests.filter((each) => each === `GET /api/Maths/${commit}/build`)).toHaveLength(1);
  expect(window.location.pathname).toBe(`/Maths/${commit}`);
});

test('a commit that was not built can be', async () => {
  let isKnown = false;
  const events: boolean[] = [];
  const daemon = open({ state: 'queued', artifacts: [] }, (given) => {
    const { commit } = given.record;
    given.answers.set(`GET /api/Maths/${commit}/status`, () =>
      isKnown ? Response.json(given.record) : refusal(404, 'There is no such build.'),
    );
    const stream = given.answers.get(`GET /api/Maths/${commit}/events`);
    given.answers.set(`GET /api/Maths/${commit}/events`, (...request) => {
      events.push(isKnown);
      return isKnown && stream ? stream(...request) : refusal(404, 'There is no such build.');
    });
    given.answers.set(`GET /api/Maths/${commit}/build`, () => {
      isKnown = true;
      return Response.json(given.record, { status: 202 });
    });
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Build it' }));
  expect(await screen.findByRole('heading', { name: daemon.record.message ?? '' })).toBeTruthy();
  // At once, not when the page would have asked again.
  await waitFor(() => expect(events.at(-1)).toBe(true));
});

test('what came since the build before is listed, with a link to compare', async () => {
  const previous = build({ message: 'Before' });
  const daemon = failed((given) => {
    const commit = { commit: 'd'.repeat(40), message: 'Prove it\n\nAt length.', author: 'Emmy' };
    given.changes = { previous, commits: [{ ...commit, committedAt: '2026-11-20T08:00:00Z' }], total: 4 };
  });
  await userEvent.click(await screen.findByRole('tab', { name: 'Commit' }));
  expect(screen.getByText('Prove it')).toBeTruthy();
  expect(screen.getByText('and 3 earlier ones')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Compare on GitHub' }).getAttribute('href')).toBe(
    `https://github.com/ada/maths/compare/${previous.commit}...${daemon.record.commit}`,
  );
});

test('on a phone there is one thing at a time, and of a failed build that is what is wrong', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener() {}, removeEventListener() {} }));
  failed();
  const problems = await screen.findByRole('tab', { name: /Problems/, selected: true });
  expect(screen.queryByRole('separator')).toBeNull();
  problems.focus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(screen.getByRole('tab', { name: 'Document', selected: true })).toBe(document.activeElement);
  expect(screen.getByRole('tabpanel', { name: 'Document' }).textContent).toContain('This commit has no PDF');
});

test('where there is no PDF, the newest one of the branch is a link away', async () => {
  const older = build({ message: 'The last good one' });
  failed((daemon) => daemon.builds.push(older));
  const link = await screen.findByRole('link', { name: 'The last good one' });
  expect(link.getAttribute('href')).toBe(`/Maths/${older.commit}`);
});

test('where the viewer does not work, the PDF is a link away, and the rest is there', async () => {
  // As in jsdom, which is no browser that pdf.js knows.
  const daemon = open({ message: 'Prove it' });
  const link = await screen.findByRole('link', { name: 'Open the PDF' });
  expect(link.getAttribute('href')).toBe(`/api/Maths/${daemon.record.commit}/pdf`);
  expect(screen.getByRole('heading', { name: 'Prove it' })).toBeTruthy();
});

test('messages, authors and branches are text', async () => {
  const hostile = '<img src=x onerror=alert(1)>';
  open({ ...FAILED, message: `${hostile}\n\n<script>`, author: '</script><script>', branch: 'a\u202eb' });
  const heading = await screen.findByRole('heading', { name: hostile });
  expect(heading.querySelector('img')).toBeNull();
  expect(screen.getByText('a\u202eb').tagName).toBe('BDI');
  expect(document.querySelector('main script')).toBeNull();
});

test('the split is moved by the arrow keys, and stays as it was left', async () => {
  failed();
  const separator = await screen.findByRole('separator', { name: 'Width of the document' });
  const before = Number(separator.getAttribute('aria-valuenow'));
  separator.focus();
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(separator.getAttribute('aria-valuenow')).toBe(String(before - 4));
  await userEvent.keyboard('{End}');
  expect(localStorage.getItem('galley.split')).toBe(separator.getAttribute('aria-valuemax'));
});
