import type { Build } from './types';

/** What is counted of a build; null is what it does not have. */
export interface Figures {
  pages: number | null;
  errors: number | null;
  warnings: number | null;
}

export interface Compared {
  now: Figures;
  before: Figures;
}

const NONE: Figures = { pages: null, errors: null, warnings: null };

export function pdfOf(build: Build) {
  return build.artifacts.find((artifact) => artifact.name === 'pdf');
}

export function figuresOf(build: Build): Figures {
  return {
    pages: pdfOf(build)?.pages ?? null,
    errors: build.problems?.errors ?? null,
    warnings: build.problems?.warnings ?? null,
  };
}

/**
 * The figures of each build beside those of the one before it on its branch, by commit; `builds` are newest first. Where
 * the one before has no such figure (it failed, say, and has no pages), the newest that is known counts.
 */
export function compared(builds: readonly Build[]): Map<string, Compared> {
  const newest = new Map<string | null, Figures>();
  const all = new Map<string, Compared>();
  for (const build of builds.toReversed()) {
    const now = figuresOf(build);
    const before = newest.get(build.branch) ?? NONE;
    all.set(build.commit, { now, before });
    newest.set(build.branch, {
      pages: now.pages ?? before.pages,
      errors: now.errors ?? before.errors,
      warnings: now.warnings ?? before.warnings,
    });
  }
  return all;
}
