import { type ChildProcess, execFileSync } from 'node:child_process';

/** Runs a program to its end and gives what it printed. */
export function run(folder: string, program: string, ...args: string[]): string {
  return runWith({}, folder, program, ...args);
}

export function runWith(
  variables: Record<string, string>,
  folder: string,
  program: string,
  ...args: string[]
): string {
  return execFileSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada Lovelace',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada Lovelace',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      ...variables,
    },
  }).trimEnd();
}

/** Ends a process that a test started, and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await gone;
}
