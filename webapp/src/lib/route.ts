/** What an address of the page means. */
export type Route =
  | { page: 'projects' }
  | { page: 'project'; project: string }
  | { page: 'build'; project: string; commit: string; wanted: boolean }
  | { page: 'unknown' };

const PROJECT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const PART_OF_COMMIT = /^[0-9a-f]{4,63}$/;

/** What may have been meant by an address that means nothing: a project, and in it a commit, of which hash is the beginning. */
export function nearestRoute(path: string): { project?: string; hash?: string } {
  const [project = '', hash = ''] = path.split('/').filter(Boolean);
  if (!PROJECT.test(project)) {
    return {};
  }
  return PART_OF_COMMIT.test(hash) ? { project, hash } : { project };
}

export function parseRoute(path: string): Route {
  const [project, commit, word, ...more] = path.split('/').filter(Boolean);
  if (project === undefined) {
    return { page: 'projects' };
  }
  if (!PROJECT.test(project) || more.length > 0) {
    return { page: 'unknown' };
  }
  if (commit === undefined) {
    return { page: 'project', project };
  }
  return COMMIT.test(commit) && (word === undefined || word === 'build')
    ? { page: 'build', project, commit, wanted: word === 'build' }
    : { page: 'unknown' };
}
