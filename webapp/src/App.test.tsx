import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App } from './App';
import { changeSettings } from './hooks/useSettings';
import { build, Daemon, refusal } from './testing/daemon';

function open(at: string) {
  history.replaceState(null, '', at);
  render(<App />);
}

test('? opens the help with the keys, and with the addresses as the daemon describes them', async () => {
  const daemon = new Daemon([build()]);
  daemon.answers.set('GET /api/openapi.json', () =>
    Response.json({
      paths: {
        '/healthz': {
          get: { summary: 'Whether Galley does its work', responses: { 200: { description: 'It does.' } } },
        },
        '/{project}/{commit}/cancel': {
          post: {
            summary: 'Cancel a build',
            responses: { 202: { description: 'It ends.' }, 404: { $ref: '#/components/responses/Unknown' } },
          },
        },
      },
      components: { responses: { Unknown: { description: 'No such build.' } } },
    }),
  );
  open('/Maths/');
  await screen.findByRole('heading', { name: 'Maths' });
  await userEvent.keyboard('?');
  expect(await screen.findByText('The next and the previous build or problem')).toBeTruthy();
  expect((await screen.findByRole('region', { name: 'One build' })).textContent).toContain(
    'POST /{project}/{commit}/cancel',
  );
  expect(screen.getByText('No such build.')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'The server' }).textContent).toContain(
    'Whether Galley does its work',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('g leads to all projects, but not out of a field, not with a modifier, not from behind a dialog', async () => {
  new Daemon([build()]);
  open('/Maths/');
  const search = await screen.findByRole('searchbox');
  await userEvent.keyboard('/');
  await waitFor(() => expect(document.activeElement).toBe(search));
  await userEvent.keyboard('g?');
  expect((search as HTMLInputElement).value).toBe('g?');
  search.blur();
  await userEvent.keyboard('{Control>}g{/Control}');
  await userEvent.click(screen.getByRole('button', { name: 'Settings' }));
  await screen.findByRole('dialog');
  await userEvent.keyboard('g');
  expect(location.pathname).toBe('/Maths/');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  await userEvent.keyboard('g');
  expect(await screen.findByRole('heading', { name: 'Projects' })).toBeTruthy();
});

test('the theme changes at once, and is kept', async () => {
  new Daemon();
  open('/');
  await userEvent.click(screen.getByRole('button', { name: 'Settings' }));
  await userEvent.click(await screen.findByRole('radio', { name: 'Dark' }));
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(localStorage.getItem('galley.settings')).toContain('"theme":"dark"');
  await userEvent.click(screen.getByRole('radio', { name: 'As the system' }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test('notifications are asked for, and a refusal is explained', async () => {
  new Daemon();
  const requestPermission = vi.fn(async () => 'denied');
  vi.stubGlobal('Notification', { requestPermission });
  open('/');
  await userEvent.click(screen.getByRole('button', { name: 'Settings' }));
  const box = (await screen.findByRole('checkbox', { name: /desktop/ })) as HTMLInputElement;
  await userEvent.click(box);
  expect(await screen.findByText(/was told not to show them/)).toBeTruthy();
  expect(box.checked).toBe(false);
  requestPermission.mockResolvedValue('granted');
  await userEvent.click(box);
  await waitFor(() => expect(box.checked).toBe(true));
  changeSettings({ notifications: false });
});

test('who logged in can log out, and is asked for the password again', async () => {
  const daemon = new Daemon();
  let isIn = false;
  daemon.answers.set('GET /api/', () =>
    isIn
      ? Response.json({ projects: [], domain: null, version: '1' })
      : refusal(401, 'The password, please.'),
  );
  daemon.answers.set('POST /api/login', () => {
    isIn = true;
    return new Response(null, { status: 204 });
  });
  daemon.answers.set('POST /api/logout', () => {
    isIn = false;
    return new Response(null, { status: 204 });
  });
  open('/');
  await userEvent.type(await screen.findByLabelText('Password'), 'open sesame{Enter}');
  await screen.findByText(/There is no project here yet/);
  await userEvent.click(screen.getByRole('button', { name: 'Settings' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Log out' }));
  expect(await screen.findByRole('dialog', { name: 'Log in' })).toBeTruthy();
});
