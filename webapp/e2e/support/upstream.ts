import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, runWith } from './process';

export const DOCUMENT = (body: string) => `\\documentclass{article}
\\begin{document}
${body}
\\end{document}
`;

interface CommitOptions {
  author?: string;
  date?: string;
}

/** An author's repository, the one that stands for GitHub, and the clone beside the daemon. */
export class Upstream {
  readonly #author: string;
  readonly #remote: string;

  constructor(
    folder: string,
    projects: string,
    readonly name: string,
  ) {
    this.#author = join(folder, 'authors', name);
    this.#remote = join(folder, 'remotes', `${name}.git`);
    mkdirSync(this.#author, { recursive: true });
    run(folder, 'git', 'init', '--quiet', '--bare', '-b', 'main', this.#remote);
    run(this.#author, 'git', 'init', '--quiet', '-b', 'main');
    run(this.#author, 'git', 'remote', 'add', 'origin', this.#remote);
    this.commit('Begin', {
      '.ci.json': '{"language": "latex", "main": "Document"}\n',
      'Document.tex': DOCUMENT('Hello.'),
    });
    run(projects, 'git', 'clone', '--quiet', this.#remote, name);
  }

  /** Writes files, commits them and pushes; gives the commit's hash. Nobody is told: see `Galley.push`. */
  commit(message: string, files: Record<string, string> = {}, options: CommitOptions = {}): string {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.#author, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    run(this.#author, 'git', 'add', '--all');
    const author = options.author ? [`--author=${options.author}`] : [];
    const dates = options.date
      ? { GIT_AUTHOR_DATE: options.date, GIT_COMMITTER_DATE: options.date }
      : ({} as Record<string, string>);
    runWith(dates, this.#author, 'git', 'commit', '--quiet', '--allow-empty', ...author, '-m', message);
    run(this.#author, 'git', 'push', '--quiet', '--set-upstream', 'origin', 'HEAD');
    return run(this.#author, 'git', 'rev-parse', 'HEAD');
  }

  /** Goes on on a branch, new or known. */
  checkout(branch: string): void {
    run(this.#author, 'git', 'checkout', '--quiet', '-B', branch);
  }
}
