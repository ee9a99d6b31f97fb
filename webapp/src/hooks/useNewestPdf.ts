import { getBuilds } from '../api/client';
import type { Build } from '../api/types';
import { useLoaded } from './useLoaded';

/** The newest build of a branch that has a PDF; null where there is none, or while it is not known. */
export function useNewestPdf(project: string, branch: string | null): Build | null {
  const { data } = useLoaded(`newest PDF ${project} ${branch}`, (signal) =>
    getBuilds(project, { branch: branch ?? '', state: 'success', limit: 1 }, signal),
  );
  return data?.builds.find((build) => build.artifacts.some((artifact) => artifact.name === 'pdf')) ?? null;
}
