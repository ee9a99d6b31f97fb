const REMOTE =
  /^(?:(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/|(?:[^/@:]+@)([^/:]+):\/?)([^/]+\/[^/]+?)(?:\.git)?\/?$/;

/** Where the repository's pages are, for a remote that has such: GitHub, or a GitHub Enterprise. */
export function repositoryPage(remote: string | null): string | null {
  const found = remote === null ? null : REMOTE.exec(remote);
  const host = found?.[1] ?? found?.[2];
  if (!found || !host || !/^[a-z0-9.-]+$/i.test(host) || !host.includes('github')) {
    return null;
  }
  return `https://${host}/${found[3]?.split('/').map(encodeURIComponent).join('/')}`;
}

export function commitPage(remote: string | null, commit: string): string | null {
  const page = repositoryPage(remote);
  return page && `${page}/commit/${commit}`;
}

export function comparePage(remote: string | null, from: string, to: string): string | null {
  const page = repositoryPage(remote);
  return page && `${page}/compare/${from}...${to}`;
}

export function linePage(
  remote: string | null,
  commit: string,
  file: string,
  line: number | null,
): string | null {
  const page = repositoryPage(remote);
  const path = file.split('/').map(encodeURIComponent).join('/');
  return page && `${page}/blob/${commit}/${path}${line === null ? '' : `#L${line}`}`;
}
