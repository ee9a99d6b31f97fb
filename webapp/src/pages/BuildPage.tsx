import { useTitle } from '../hooks/useTitle';

interface BuildPageProps {
  project: string;
  commit: string;
  /** The address was `/P/H/build`: it is to be built, unless it is or waits. */
  wanted: boolean;
}

/** One build: the document, and what TeX said of it. */
export default function BuildPage({ project, commit }: BuildPageProps) {
  useTitle(project);
  return (
    <main id="main" tabIndex={-1}>
      <h1>{commit}</h1>
    </main>
  );
}
