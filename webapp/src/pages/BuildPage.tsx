import { BuildView } from '../components/build/BuildView';
import { NoBuild } from '../components/build/NoBuild';
import { LoadError } from '../components/Notice';
import { useHurry } from '../hooks/live';
import { useAction } from '../hooks/useAction';
import { useBuild } from '../hooks/useBuild';
import { useTitle } from '../hooks/useTitle';
import { useWanted } from '../hooks/useWanted';
import { shortHash, subject } from '../lib/text';
import styles from './BuildPage.module.css';

interface BuildPageProps {
  project: string;
  commit: string;
  /** The address was `/P/H/build`: it is to be built, unless it is or waits. */
  wanted: boolean;
}

/** One build: the document, and what TeX said of it. */
export default function BuildPage({ project, commit, wanted }: BuildPageProps) {
  const { data, error, reload } = useBuild(project, commit);
  const hurry = useHurry();
  const action = useAction(() => {
    reload();
    // A build that there was not had no stream.
    hurry();
  });
  useWanted(project, commit, wanted, action);
  useTitle(`${subject(data?.message ?? null) || shortHash(commit)} · ${project}`, data?.state);

  if (data !== null) {
    return <BuildView build={data} action={action} />;
  }
  return (
    <main id="main" tabIndex={-1} aria-busy={error === null || action.isBusy}>
      {error?.status === 404 && !action.isBusy && (
        <NoBuild project={project} commit={commit} action={action} />
      )}
      {error !== null && error.status !== 404 && <LoadError error={error} retry={reload} />}
      {error === null && <p className={styles.loading}>Loading the build …</p>}
    </main>
  );
}
