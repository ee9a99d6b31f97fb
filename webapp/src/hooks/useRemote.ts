import { getBuilds } from '../api/client';
import { useLoaded } from './useLoaded';

/** Where a project's clone comes from; null while it is not known. */
export function useRemote(project: string): string | null {
  const { data } = useLoaded(`remote ${project}`, (signal) => getBuilds(project, { limit: 1 }, signal));
  return data?.remote ?? null;
}
