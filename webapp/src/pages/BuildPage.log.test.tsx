import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { eventsAddress } from '../api/client';
import type { Build } from '../api/types';
import { LiveProvider } from '../hooks/live';
import { changeSettings } from '../hooks/useSettings';
import { BuildDaemon } from '../testing/buildDaemon';
import { build, refusal } from '../testing/daemon';
import BuildPage from './BuildPage';

const RUNNING: Partial<Build> = { state: 'running', artifacts: [], finishedAt: null, durationMs: null };

async function open(change: Partial<Build> = RUNNING) {
  const daemon = new BuildDaemon(build(change));
  const { commit } = daemon.record;
  render(
    <LiveProvider address={eventsAddress('Maths', commit)}>
      <BuildPage project="Maths" commit={commit} wanted={false} />
    </LiveProvider>,
  );
  await screen.findByRole('tab', { name: 'Log' });
  return daemon;
}

const rows = () => Array.from(document.querySelectorAll('[data-line]'), (row) => row.textContent);

async function shows(...expected: string[]) {
  await waitFor(() => expect(rows()).toEqual(expected));
}

test('the log comes line by line', async () => {
  const daemon = await open();
  act(() => daemon.writes('>>> latexmk\nfirst '));
  await shows('1latexmk', '2first ');
  act(() => daemon.writes('line\nsecond'));
  await shows('1latexmk', '2first line', '3second');
});

test('pieces that come again after a reconnect are shown once', async () => {
  const daemon = await open();
  act(() => daemon.writes('one\n'));
  act(() => daemon.piece(0, 'one\n'));
  act(() => daemon.writes('two\n'));
  await shows('1one', '2two');
});

test('where a piece is missing, the rest is taken from the file', async () => {
  const daemon = await open();
  act(() => daemon.writes('é one\n'));
  await shows('1é one');
  daemon.file += 'two\nthree\n';
  act(() => daemon.piece(11, 'three\n'));
  await shows('1é one', '2two', '3three');
  expect(daemon.ranges.at(-1)).toBe('bytes=7-');
});

test('a new attempt begins with an empty log', async () => {
  const daemon = await open();
  act(() => daemon.writes('old\n'));
  await shows('1old');
  act(() => daemon.becomes({ attempt: 2, startedAt: '2026-11-20T09:00:00Z' }));
  await shows();
  act(() => daemon.writes('new\n'));
  await shows('1new');
});

test('the log of a build that ended before anybody looked is loaded', async () => {
  const daemon = new BuildDaemon(build({ state: 'error', artifacts: [] }));
  daemon.file = 'all of it\n';
  const { commit } = daemon.record;
  render(
    <LiveProvider address={eventsAddress('Maths', commit)}>
      <BuildPage project="Maths" commit={commit} wanted={false} />
    </LiveProvider>,
  );
  await waitFor(() => expect(rows()).toEqual(['1all of it']), { timeout: 3000 });
});

test('where the server has no more streams to give, the log is asked for, each time from where it ends', async () => {
  const daemon = new BuildDaemon(build(RUNNING));
  const { commit } = daemon.record;
  daemon.answers.set(`GET /api/Maths/${commit}/events`, () => refusal(503, 'Too many pages are open.'));
  daemon.file = 'one\n';
  render(
    <LiveProvider address={eventsAddress('Maths', commit)}>
      <BuildPage project="Maths" commit={commit} wanted={false} />
    </LiveProvider>,
  );
  await shows('1one');
  daemon.file = 'one\ntwo\n';
  act(() => {
    window.dispatchEvent(new Event('online'));
  });
  await shows('1one', '2two');
  expect(daemon.ranges.at(-1)).toBe('bytes=4-');
});

test('a command folds what it wrote', async () => {
  const daemon = await open();
  act(() => daemon.writes('>>> git pull\nFrom\n>>> latexmk\nThis is\n--- built\n'));
  await shows('1git pull', '2From', '3latexmk', '4This is', '5--- built');
  await userEvent.click(screen.getByRole('button', { name: 'latexmk', expanded: true }));
  await shows('1git pull', '2From', '3latexmk', '5--- built');
  await userEvent.click(screen.getByRole('button', { name: 'latexmk', expanded: false }));
  expect(rows()).toHaveLength(5);
});

test('the search finds lines, goes from one to the next, and opens what is folded', async () => {
  const daemon = await open();
  act(() => daemon.writes('>>> latexmk\nA needle\nhay\n\x1b[31mnee\x1b[0mdle again\n'));
  await waitFor(() => expect(rows()).toHaveLength(4));
  await userEvent.click(screen.getByRole('button', { name: 'latexmk', expanded: true }));
  await userEvent.keyboard('/');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('searchbox')));
  await userEvent.keyboard('NEEDLE');
  expect(await screen.findByText('2 lines')).toBeTruthy();
  await userEvent.keyboard('{Enter}{Enter}');
  expect(await screen.findByText('2 of 2 lines')).toBeTruthy();
  expect(document.querySelector('[data-current]')?.textContent).toBe('4needle again');
  expect(Array.from(document.querySelectorAll('mark'), (mark) => mark.textContent)).toEqual([
    'needle',
    'nee',
    'dle',
  ]);
});

test('one goes from complaint to complaint', async () => {
  const daemon = await open();
  act(() => daemon.writes('x\n! Bad\ny\nLaTeX Warning: Hm\n'));
  await userEvent.click(await screen.findByRole('button', { name: 'Next complaint' }));
  expect(document.querySelector('[data-current]')?.textContent).toBe('2! Bad');
  await userEvent.click(screen.getByRole('button', { name: 'Previous complaint' }));
  expect(document.querySelector('[data-current]')?.textContent).toBe('4LaTeX Warning: Hm');
});

test('the line that the address names is marked', async () => {
  history.replaceState(null, '', '#L2');
  const daemon = await open({ ...RUNNING, state: 'failure' });
  expect(screen.getByRole('tab', { name: 'Log' }).getAttribute('aria-selected')).toBe('true');
  act(() => daemon.writes('one\ntwo\nthree\n'));
  await waitFor(() => expect(document.querySelector('[data-current]')?.textContent).toBe('2two'));
  expect(screen.getByRole('link', { name: 'Line 3', hidden: true }).getAttribute('href')).toBe('#L3');
});

test('whatever is in a log is text, and colours at most', async () => {
  const daemon = await open();
  act(() =>
    daemon.writes(
      [
        '<script>alert(1)</script><img src=x onerror=alert(1)>',
        '\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07 \x1b[32mgreen\x1b[0m',
        '10 %\r20 %',
        'evil\u202Etxt.exe',
        '',
      ].join('\n'),
    ),
  );
  await shows(
    '1<script>alert(1)</script><img src=x onerror=alert(1)>',
    '2click green',
    '320 %',
    '4evil\u202Etxt.exe',
  );
  const panel = screen.getByRole('tabpanel', { name: 'Log' });
  expect(panel.querySelector('script, img')).toBeNull();
  expect(panel.innerHTML).not.toContain('javascript:');
  expect(panel.querySelector('[data-colour="2"]')?.textContent).toBe('green');
});

test('a line of a megabyte is cut, and whole when somebody wants it', async () => {
  const daemon = await open();
  act(() => daemon.writes(`${'x'.repeat(1_000_000)}\n`));
  const more = await screen.findByRole('button', {
    name: `… and ${(998_000).toLocaleString()} more characters`,
  });
  expect(rows()[0]?.length).toBeLessThan(2100);
  await userEvent.click(more);
  expect(rows()[0]).toHaveLength(1_000_001);
});

test('of 100,000 lines few are drawn', async () => {
  const daemon = await open();
  act(() => daemon.writes('line of a log\n'.repeat(100_000)));
  await waitFor(() => expect(rows().length).toBeGreaterThan(0));
  expect(rows().length).toBeLessThan(500);
});

test('whether lines wrap is kept', async () => {
  changeSettings({ wrap: true });
  const daemon = await open();
  act(() => daemon.writes('a line\n'));
  await waitFor(() => expect(rows()).toHaveLength(1));
  await userEvent.click(screen.getByRole('button', { name: 'Wrap', pressed: true }));
  expect(screen.getByRole('region', { name: 'Lines of the log' }).dataset.wrap).toBe('false');
  expect(JSON.parse(localStorage.getItem('galley.settings') ?? '{}')).toMatchObject({ wrap: false });
});
