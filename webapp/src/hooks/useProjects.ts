import { getProjects } from '../api/client';
import type { Build, ProjectList } from '../api/types';
import { useLive } from './live';
import { type Loaded, useLoaded } from './useLoaded';

/** All projects, each with its last build as it is now. */
export function useProjects(): Loaded<ProjectList> {
  const loaded = useLoaded('projects', getProjects);
  const { change, reload, data } = loaded;
  useLive({
    onBuild(build) {
      if (data?.projects.some((each) => isNews(each.project, each.last, build))) {
        // Which build is the last one is the server's to say.
        reload();
      } else {
        change((old) => withLast(old, build));
      }
    },
  });
  return loaded;
}

function isNews(project: string, last: Build | null, build: Build): boolean {
  return (
    project === build.project &&
    (last === null || (last.commit !== build.commit && build.sequence > last.sequence))
  );
}

function withLast(old: ProjectList, build: Build): ProjectList {
  return {
    ...old,
    projects: old.projects.map((each) =>
      each.project === build.project && each.last?.commit === build.commit ? { ...each, last: build } : each,
    ),
  };
}
