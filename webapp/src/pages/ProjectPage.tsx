import { useTitle } from '../hooks/useTitle';

/** One project: its builds, newest first. */
export function ProjectPage({ project }: { project: string }) {
  useTitle(project);
  return (
    <main id="main" tabIndex={-1}>
      <h1>{project}</h1>
    </main>
  );
}
