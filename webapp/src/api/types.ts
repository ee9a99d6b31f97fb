/** What the daemon's addresses answer, as its `/openapi.json` describes them. */

export type BuildState = 'queued' | 'running' | 'success' | 'failure' | 'error' | 'cancelled';

export interface Artifact {
  name: string;
  file: string;
  bytes: number;
  pages: number | null;
}

export interface ProblemCounts {
  errors: number;
  warnings: number;
  boxes: number;
}

/** A build record: what happened to one commit. Times are ISO 8601 in UTC. */
export interface Build {
  project: string;
  commit: string;
  branch: string | null;
  state: BuildState;
  attempt: number;
  trigger: string;
  message: string | null;
  author: string | null;
  committedAt: string | null;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  durationMs: number | null;
  reason: string | null;
  artifacts: Artifact[];
  problems: ProblemCounts | null;
  /** Higher is newer, within a project. */
  sequence: number;
}

export interface Project {
  project: string;
  branch: string | null;
  remote: string | null;
  problem: string | null;
  /** The public address of this Galley (`DOMAIN`). */
  domain: string | null;
}

export interface ProjectSummary extends Omit<Project, 'domain'> {
  last: Build | null;
}

export interface ProjectList {
  projects: ProjectSummary[];
  domain: string | null;
  version: string;
}

export interface BuildPage extends Project {
  builds: Build[];
  next: string | null;
}

export type Severity = 'error' | 'warning' | 'box';

export interface Problem {
  severity: Severity;
  file: string | null;
  line: number | null;
  message: string;
  context: string | null;
  /** The line, from 1, in the log of the program that complains: TeX's own, not the build's. */
  logLine: number | null;
}

export interface SourceLines {
  file: string;
  /** The number of the first of `lines`, from 1. */
  first: number;
  lines: string[];
}

export interface Commit {
  commit: string;
  message: string;
  author: string;
  committedAt: string;
}

/** What came between a build and the one before it on the same branch. */
export interface Changes {
  previous: Build | null;
  commits: Commit[];
  total: number;
}

/** A piece of a build's log; `offset` counts bytes from the start of that attempt's log. */
export interface LogPiece {
  attempt: number;
  offset: number;
  text: string;
}
