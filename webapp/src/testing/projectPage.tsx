import { render, screen, within } from '@testing-library/react';
import { LiveProvider } from '../hooks/live';
import { ProjectPage } from '../pages/ProjectPage';

/** Opens a project's page, with the event stream that every page has. */
export function open(at = '/Maths/') {
  history.replaceState(null, '', at);
  render(
    <LiveProvider address="/api/events">
      <ProjectPage project="Maths" />
    </LiveProvider>,
  );
}

/** The row of a build, by its subject line. */
export async function row(subject: string): Promise<HTMLElement> {
  const list = within(await screen.findByRole('region', { name: 'Builds' }));
  return (await list.findByRole('link', { name: subject })).closest('article') as HTMLElement;
}

/** The subject lines of the builds that are drawn. */
export const shown = () =>
  within(screen.getByRole('region', { name: 'Builds' }))
    .queryAllByRole('article')
    .map((each) => within(each).getAllByRole('link')[0]?.textContent);
