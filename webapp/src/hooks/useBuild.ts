import { getBuild, getChanges, getProblems } from '../api/client';
import type { Build, Changes, Problem } from '../api/types';
import { isFinal } from '../lib/states';
import { useLive } from './live';
import { type Loaded, useLoaded } from './useLoaded';

/** A build's record as it is now. */
export function useBuild(project: string, commit: string): Loaded<Build> {
  const loaded = useLoaded(`build ${project}/${commit}`, (signal) => getBuild(project, commit, signal));
  const { error, change, reload } = loaded;
  useLive({
    onBuild(build) {
      if (build.project === project && build.commit === commit) {
        if (error !== null) {
          reload();
        } else {
          change((old) => (build.attempt < old.attempt ? old : build));
        }
      }
    },
  });
  return loaded;
}

/** The problems of an attempt that has ended; until then, none are known. */
export function useProblems(build: Build): Loaded<Problem[]> {
  const { project, commit, attempt, state } = build;
  return useLoaded(`problems ${project}/${commit} ${attempt} ${state}`, (signal) =>
    isFinal(state) ? getProblems(project, commit, signal) : Promise.resolve([]),
  );
}

/** What came since the build before. Known once the record says of which branch the commit is. */
export function useChanges(build: Build): Loaded<Changes> {
  const { project, commit, branch, message } = build;
  return useLoaded(`changes ${project}/${commit} ${branch} ${message === null}`, (signal) =>
    getChanges(project, commit, signal),
  );
}

/** What the build before complained about; null where there was none, or while it is not known. */
export function useProblemsBefore(previous: Build | null): Problem[] | null {
  const key = previous && `problems ${previous.project}/${previous.commit} ${previous.attempt}`;
  const { data } = useLoaded<Problem[] | null>(key ?? 'no problems before', (signal) =>
    previous === null ? Promise.resolve(null) : getProblems(previous.project, previous.commit, signal),
  );
  return data;
}
