import type { Build, BuildPage, Changes, Problem, ProjectList, SourceLines } from './types';

/** An answer that is no success, with what the daemon says is wrong and what to do. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Tells the daemon not to have the browser ask for the password: the page has a form of its own. */
export const PAGE_HEADERS = { 'X-Requested-With': 'Galley' };

const unauthorised = new EventTarget();

/** Calls back whenever the daemon wants the password; returns what ends that. */
export function onUnauthorised(listener: () => void): () => void {
  unauthorised.addEventListener('wanted', listener);
  return () => unauthorised.removeEventListener('wanted', listener);
}

export function passwordWanted(): void {
  unauthorised.dispatchEvent(new Event('wanted'));
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`/api${path}`, {
    ...init,
    headers: { Accept: 'application/json', ...PAGE_HEADERS, ...init.headers },
  });
  if (answer.ok) {
    return answer;
  }
  if (answer.status === 401 && path !== '/login') {
    passwordWanted();
  }
  throw new ApiError(answer.status, await whatIsWrong(answer));
}

/** RFC 9457's `detail`; a proxy in between answers in its own way. */
async function whatIsWrong(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? `The server answered ${answer.status}.`;
  } catch {
    return `The server answered ${answer.status} ${answer.statusText}.`;
  }
}

async function json<T>(path: string, init?: RequestInit): Promise<T> {
  return (await (await request(path, init)).json()) as T;
}

const at = (project: string, commit?: string) =>
  commit === undefined ? `/${encodeURIComponent(project)}` : `/${encodeURIComponent(project)}/${commit}`;

export interface BuildFilter {
  branch: string;
  state: string;
  q: string;
}

export function getProjects(signal?: AbortSignal): Promise<ProjectList> {
  return json('/', { signal });
}

/** A page of a project's builds, newest first; `before` is the `next` of the page before. */
export function getBuilds(
  project: string,
  filter: Partial<BuildFilter> & { before?: string; limit?: number },
  signal?: AbortSignal,
): Promise<BuildPage> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }
  return json(`${at(project)}/?${query}`, { signal });
}

export function getBuild(project: string, commit: string, signal?: AbortSignal): Promise<Build> {
  return json(`${at(project, commit)}/status`, { signal });
}

export async function getProblems(project: string, commit: string, signal?: AbortSignal): Promise<Problem[]> {
  return (await json<{ problems: Problem[] }>(`${at(project, commit)}/problems`, { signal })).problems;
}

export function getChanges(project: string, commit: string, signal?: AbortSignal): Promise<Changes> {
  return json(`${at(project, commit)}/changes`, { signal });
}

export function getSource(
  project: string,
  commit: string,
  file: string,
  line: number,
  signal?: AbortSignal,
): Promise<SourceLines> {
  const query = new URLSearchParams({ file, line: String(line), context: '3' });
  return json(`${at(project, commit)}/source?${query}`, { signal });
}

export function getApiDescription(signal?: AbortSignal): Promise<unknown> {
  return json('/openapi.json', { signal });
}

/** Builds the newest commit of the tracked branch. */
export function buildNewest(project: string): Promise<Build> {
  return json(`${at(project)}/build`, { method: 'POST' });
}

/** Builds a commit unless it is built or waits: the seed's alternative to a webhook. */
export function buildOnce(project: string, commit: string): Promise<Build> {
  return json(`${at(project, commit)}/build`);
}

/** Builds a commit again, whatever its state. */
export function buildAgain(project: string, commit: string): Promise<Build> {
  return json(`${at(project, commit)}/build`, { method: 'POST' });
}

export function cancel(project: string, commit: string): Promise<Build> {
  return json(`${at(project, commit)}/cancel`, { method: 'POST' });
}

export async function login(password: string): Promise<void> {
  await request('/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ password }),
  });
}

export async function logout(): Promise<void> {
  await request('/logout', { method: 'POST' });
}

/** A build's log from a byte on; nothing where there is no more, or none yet. */
export async function getLog(
  project: string,
  commit: string,
  from: number,
  signal?: AbortSignal,
): Promise<{ offset: number; bytes: Uint8Array }> {
  const headers: Record<string, string> = { Accept: 'text/plain' };
  if (from > 0) {
    headers.Range = `bytes=${from}-`;
  }
  try {
    const answer = await request(`${at(project, commit)}/log`, { headers, signal, cache: 'no-store' });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { offset: answer.status === 206 ? from : 0, bytes };
  } catch (reason) {
    if (reason instanceof ApiError && (reason.status === 416 || reason.status === 404)) {
      return { offset: from, bytes: new Uint8Array() };
    }
    throw reason;
  }
}

/** Some bytes of a file, how many there are in all, and which version of it they are of. */
export interface FileRange {
  bytes: Uint8Array;
  total: number;
  version: string | null;
}

/** The bytes of a build's PDF from `from` to before `to`. */
export async function getPdfRange(
  project: string,
  commit: string,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<FileRange> {
  const headers = { Accept: 'application/pdf', Range: `bytes=${from}-${to - 1}` };
  const answer = await request(`${at(project, commit)}/pdf`, { headers, signal });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const total = Number(answer.headers.get('Content-Range')?.split('/')[1] ?? Number.NaN);
  const version = answer.headers.get('ETag');
  return answer.status === 206 && total > 0
    ? { bytes, total, version }
    : { bytes: bytes.subarray(from, to), total: bytes.length, version };
}

/** The address of a file of a build, or without a commit of the last one. */
export function fileAddress(kind: 'pdf' | 'log' | 'svg' | 'png', project: string, commit?: string): string {
  return `/api${at(project, commit)}/${kind}`;
}

/** Where GitHub is to tell of pushes. */
export function webhookAddress({ project, domain }: Pick<BuildPage, 'project' | 'domain'>): string {
  return `${domain ?? location.origin}/api${at(project)}`;
}

export function eventsAddress(project?: string, commit?: string): string {
  return project && commit ? `/api${at(project, commit)}/events` : '/api/events';
}
