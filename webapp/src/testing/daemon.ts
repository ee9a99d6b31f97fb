import { vi } from 'vitest';
import type { Build, BuildPage, ProjectList } from '../api/types';

let made = 0;

/** A build that succeeded; each is newer than the one made before. */
export function build(change: Partial<Build> = {}): Build {
  made += 1;
  return {
    project: 'Maths',
    commit: made.toString(16).padStart(40, 'c'),
    branch: 'main',
    state: 'success',
    attempt: 1,
    trigger: 'webhook',
    message: `Change ${made}`,
    author: 'Ada Lovelace',
    committedAt: '2026-11-20T08:00:00Z',
    queuedAt: '2026-11-20T08:00:00Z',
    startedAt: '2026-11-20T08:00:01Z',
    finishedAt: '2026-11-20T08:00:05Z',
    durationMs: 4200,
    reason: null,
    artifacts: [{ name: 'pdf', file: 'Document.pdf', bytes: 48_213, pages: 12 }],
    problems: { errors: 0, warnings: 0, boxes: 0 },
    sequence: made,
    ...change,
  };
}

export function pages(number: number): Build['artifacts'] {
  return [{ name: 'pdf', file: 'Document.pdf', bytes: 1000 * number, pages: number }];
}

type Answer = (url: URL, init?: RequestInit) => Response | Promise<Response>;

/** Answers in the daemon's place, at the page's one way out: `fetch`. */
export class Daemon {
  readonly requests: string[] = [];
  readonly answers = new Map<string, Answer>();
  /** Newest first. */
  builds: Build[];
  remote: string | null = null;
  problem: string | null = null;
  #stream: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(builds: Build[] = []) {
    this.builds = builds;
    vi.stubGlobal('fetch', (address: string, init?: RequestInit) => this.#answer(address, init));
  }

  /** Tells the page that a build is so now, as the event stream does. */
  tell(build: Build): void {
    this.#stream?.enqueue(new TextEncoder().encode(`event: build\ndata: ${JSON.stringify(build)}\n\n`));
  }

  async #answer(address: string, init?: RequestInit): Promise<Response> {
    const url = new URL(address, 'http://galley.test');
    const name = `${init?.method ?? 'GET'} ${url.pathname}`;
    this.requests.push(`${name}${url.search}`);
    const answer = this.answers.get(name);
    if (answer) {
      return answer(url, init);
    }
    switch (name) {
      case 'GET /api/events':
        return this.#events(init?.signal);
      case 'GET /api/':
        return Response.json(this.#projects());
      case 'GET /api/Maths/':
        return Response.json(this.list(url));
      default:
        return refusal(404, `There is no ${url.pathname}.`);
    }
  }

  #events(signal?: AbortSignal | null): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.#stream = stream;
        stream.enqueue(new TextEncoder().encode(':\n\n'));
        signal?.addEventListener('abort', () => stream.error(signal.reason));
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  #projects(): ProjectList {
    const { remote, problem } = this;
    const last = this.builds[0] ?? null;
    return {
      projects: [{ project: 'Maths', branch: 'main', remote, problem, last }],
      domain: null,
      version: '1',
    };
  }

  /** By the daemon's rules: a page from `before` on, with the next one's cursor. */
  list(url: URL): BuildPage {
    const query = url.searchParams;
    const limit = Number(query.get('limit') ?? 50);
    const q = query.get('q')?.toLowerCase() ?? '';
    const found = this.builds.filter(
      (each) =>
        each.sequence < Number(query.get('before') ?? Number.POSITIVE_INFINITY) &&
        each.branch === (query.get('branch') ?? each.branch) &&
        each.state === (query.get('state') ?? each.state) &&
        `${each.message} ${each.author} ${each.commit}`.toLowerCase().includes(q),
    );
    const builds = found.slice(0, limit);
    const next = found.length > limit ? String(builds.at(-1)?.sequence) : null;
    const { remote, problem } = this;
    return { project: 'Maths', branch: 'main', remote, problem, domain: null, builds, next };
  }
}

export function refusal(status: number, detail: string): Response {
  return Response.json(
    { status, detail },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}
