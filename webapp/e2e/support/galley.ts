import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Build } from '../../src/api/types';
import { end } from './process';
import { Upstream } from './upstream';

const JAR = join(import.meta.dirname, '../../../target/galley.jar');
const JVM = ['-XX:+UseSerialGC', '-Xmx64m', '-Xss256k', '-XX:TieredStopAtLevel=1'];
const SECRET = 'known to GitHub and to us';
const START_LIMIT_MS = 30_000;
const BUILD_LIMIT_MS = 60_000;

/** The daemon as a program of its own, with its projects. */
export class Galley {
  #process: ChildProcess | undefined;
  port = 0;

  private constructor(
    readonly folder: string,
    private readonly settings: Record<string, string>,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Galley> {
    const folder = mkdtempSync(join(tmpdir(), 'galley-e2e-'));
    mkdirSync(join(folder, 'projects'));
    const galley = new Galley(folder, { SECRET, ...settings });
    await galley.launch();
    return galley;
  }

  get projects(): string {
    return join(this.folder, 'projects');
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts it; after a kill on the same port, as a service would. */
  async launch(): Promise<void> {
    const daemon = spawn('java', [...JVM, '-jar', JAR], {
      env: {
        PATH: process.env.PATH,
        LC_ALL: 'C.UTF-8',
        HOME: this.folder,
        PROJECTS_DIR: this.projects,
        PORT: String(this.port),
        ...this.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = daemon;
    this.port = await listening(daemon);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (this.#process) {
      await end(this.#process, 'SIGKILL');
    }
  }

  async close(): Promise<void> {
    if (this.#process) {
      await end(this.#process, 'SIGTERM');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A repository with a first commit, and its clone beside the daemon. */
  project(name: string): Upstream {
    return new Upstream(this.folder, this.projects, name);
  }

  /** Commits, pushes, and tells the daemon as GitHub does; gives the commit's hash. */
  async push(upstream: Upstream, message: string, files?: Record<string, string>): Promise<string> {
    const commit = upstream.commit(message, files);
    const author = { name: 'Ada Lovelace' };
    await this.tell(upstream.name, commit, 'main', { message, author, timestamp: new Date().toISOString() });
    return commit;
  }

  /** `said` is what the event says of the commit, besides its hash. */
  async tell(project: string, commit: string, branch = 'main', said: object = {}): Promise<void> {
    const body = JSON.stringify({
      ref: `refs/heads/${branch}`,
      before: '0'.repeat(40),
      after: commit,
      created: false,
      deleted: false,
      forced: false,
      repository: { full_name: `authors/${project}` },
      head_commit: { id: commit, ...said },
    });
    const answer = await fetch(`${this.address}/api/${project}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-GitHub-Event': 'push',
        'X-GitHub-Delivery': crypto.randomUUID(),
        'X-Hub-Signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      },
      body,
    });
    const text = await answer.text();
    if (!answer.ok || text.includes('"ignored"')) {
      throw new Error(`the push was answered ${answer.status}: ${text}`);
    }
  }

  /** Waits until a build has ended, and gives its record. */
  async awaitBuild(project: string, commit: string): Promise<Build> {
    const limit = Date.now() + BUILD_LIMIT_MS;
    while (Date.now() < limit) {
      const answer = await fetch(`${this.address}/api/${project}/${commit}/status`, {
        headers: this.#authorization(),
      });
      const build = (await answer.json()) as Build;
      if (answer.ok && build.finishedAt !== null) {
        return build;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the build of ${project} ${commit} did not end`);
  }

  /** Pushes and waits until it is built. */
  async build(upstream: Upstream, message: string, files?: Record<string, string>): Promise<Build> {
    return this.awaitBuild(upstream.name, await this.push(upstream, message, files));
  }

  #authorization(): Record<string, string> {
    const { PASSWORD } = this.settings;
    return PASSWORD ? { Authorization: `Basic ${Buffer.from(`galley:${PASSWORD}`).toString('base64')}` } : {};
  }
}

/** The port that the daemon says it listens on. */
function listening(daemon: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`no daemon yet: ${said}`)), START_LIMIT_MS);
    const hear = (bytes: Buffer) => {
      said += bytes;
      const port = /listens on http:\/\/\S+:(\d+)/.exec(said)?.[1];
      if (port) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    };
    daemon.stdout?.on('data', hear);
    daemon.stderr?.on('data', hear);
    daemon.once('exit', (status) => reject(new Error(`the daemon ended with ${status}: ${said}`)));
  });
}
