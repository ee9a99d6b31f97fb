type Severity = 'error' | 'warning' | 'box';

interface ProblemLike {
  severity: Severity;
  file: string | null;
  line: number | null;
  message: string;
}

export interface MarkedProblem<P> {
  problem: P;
  /** Stays the same as long as the list does. */
  id: number;
  /** The build before did not have it. */
  isNew: boolean;
}

export interface FileProblems<P> {
  file: string | null;
  problems: MarkedProblem<P>[];
}

const GRAVITY: Record<Severity, number> = { error: 0, warning: 1, box: 2 };

/**
 * By file, the files with errors first, within each the gravest first. `before` are the problems of the build before; null
 * where there was none: then nothing is new.
 */
export function groupProblems<P extends ProblemLike>(
  problems: readonly P[],
  before: readonly P[] | null,
): FileProblems<P>[] {
  const marked = mark(problems, before).sort(
    (one, other) => GRAVITY[one.problem.severity] - GRAVITY[other.problem.severity],
  );
  const files = new Map<string | null, MarkedProblem<P>[]>();
  for (const each of marked) {
    const ofFile = files.get(each.problem.file) ?? [];
    ofFile.push(each);
    files.set(each.problem.file, ofFile);
  }
  return [...files].map(([file, ofFile]) => ({ file, problems: ofFile }));
}

function mark<P extends ProblemLike>(
  problems: readonly P[],
  before: readonly P[] | null,
): MarkedProblem<P>[] {
  const old = new Map<string, number>();
  for (const problem of before ?? []) {
    old.set(sameness(problem), (old.get(sameness(problem)) ?? 0) + 1);
  }
  return problems.map((problem, id) => {
    const left = old.get(sameness(problem)) ?? 0;
    old.set(sameness(problem), left - 1);
    return { problem, id, isNew: before !== null && left <= 0 };
  });
}

/** A problem is the same although a paragraph above it was added: lines and pages do not count. */
function sameness({ severity, file, message }: ProblemLike): string {
  const anywhere = message
    .replace(/ (?:on page|on input line|in line|at line) \d+/g, '')
    .replace(/ at lines \d+--\d+/g, '');
  return JSON.stringify([severity, file, anywhere]);
}

/** Lines of TeX's own end at 79 characters, whatever stands there. */
const ENOUGH = [50, 24];
/** A document that complains more often than that is not read to the first complaint. */
const MOST_LINES = 5000;

interface Complaining {
  lines: readonly string[];
  /** The indices of those lines that are complaints. */
  complaints: readonly number[];
}

/**
 * The index of the line of the build's log that says so; undefined where none does. The records count lines in the log of
 * the program that complains, which is another file, so it is looked for among the lines that complain: in the last run, that is from the end.
 */
export function findInLog(log: Complaining, problem: ProblemLike): number | undefined {
  const { lines } = log;
  const complaints = log.complaints.slice(-MOST_LINES);
  const { message } = problem;
  const needles = ENOUGH.flatMap((length) => [
    message.slice(0, length),
    afterColon(message).slice(0, length),
  ]);
  if (problem.severity === 'error' && problem.file !== null && problem.line !== null) {
    needles.unshift(`${problem.file}:${problem.line}:`);
  }
  for (const needle of needles) {
    const found = complaints.findLast((index) => lines[index]?.includes(needle));
    if (needle.length > 3 && found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** `scrreprt: Not good.` is `Class scrreprt Warning: Not good.` in the log. */
function afterColon(message: string): string {
  return message.slice(message.indexOf(': ') + 1).trim();
}
