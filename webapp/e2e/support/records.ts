import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MINUTE_MS = 60_000;

/** Writes what so many builds leave on disk, as the daemon's `RecordWriter` does; gives their commits, oldest first. */
export function writeRecords(projects: string, project: string, number: number): string[] {
  const start = Date.now() - number * MINUTE_MS;
  return Array.from({ length: number }, (_, index) => {
    const commit = createHash('sha1').update(`${project} ${index}`).digest('hex');
    const folder = join(projects, `${project}_build`, commit);
    mkdirSync(folder, { recursive: true });
    const time = new Date(start + index * MINUTE_MS).toISOString();
    writeFileSync(join(folder, '.status.json'), JSON.stringify(record(project, commit, index, time)));
    writeFileSync(join(folder, '.log'), `>>> latexmk\nBuild ${index}\n`);
    return commit;
  });
}

function record(project: string, commit: string, index: number, time: string) {
  return {
    project,
    commit,
    branch: 'main',
    state: 'success',
    status: 'success',
    attempt: 1,
    trigger: 'webhook',
    message: `Prove lemma ${index}\n\n${'Because it was not proven before. '.repeat(5)}`,
    author: 'Ada Lovelace',
    committedAt: time,
    queuedAt: time,
    startedAt: time,
    finishedAt: time,
    durationMs: 3000 + (index % 1000),
    reason: null,
    artifacts: [
      { name: 'pdf', file: 'Document.pdf', bytes: 48_213 + index, pages: 12 + Math.floor(index / 500) },
    ],
    problems: { errors: 0, warnings: index % 4, boxes: 5 },
    reported: null,
    sequence: index + 1,
    history: {
      place: 2 * index + 4,
      before: null,
      pushedAt: time,
      interruptions: 0,
      unknownCommit: false,
      follow: false,
    },
  };
}
