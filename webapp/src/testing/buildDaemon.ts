import type { Build, Changes, Problem } from '../api/types';
import { Daemon } from './daemon';

/** A daemon that has one build in view, with its stream of events. */
export class BuildDaemon extends Daemon {
  problems: Problem[] = [];
  changes: Changes = { previous: null, commits: [], total: 0 };
  /** What `GET /log` gives: what was written, and what a test adds that no stream brings. */
  file = '';
  /** The `Range` of each request for the log. */
  readonly ranges: (string | null)[] = [];
  #events: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** What happened before anybody listened; a new stream begins with it. */
  #before: Uint8Array[] = [];
  #offset = 0;

  constructor(public record: Build) {
    super([record]);
    const at = `/api/Maths/${record.commit}`;
    this.answers.set(`GET ${at}/status`, () => Response.json(this.record));
    this.answers.set(`GET ${at}/problems`, () => Response.json({ problems: this.problems }));
    this.answers.set(`GET ${at}/changes`, () => Response.json(this.changes));
    this.answers.set(`GET ${at}/events`, () => this.#stream());
    this.answers.set(`GET ${at}/log`, (_, init) => this.#log(new Headers(init?.headers).get('Range')));
    for (const request of [`POST ${at}/build`, `POST ${at}/cancel`, `GET ${at}/build`]) {
      this.answers.set(request, () => Response.json(this.record, { status: 202 }));
    }
  }

  /** The record is another by now. */
  becomes(change: Partial<Build>): void {
    if (change.attempt !== undefined && change.attempt !== this.record.attempt) {
      this.#offset = 0;
      this.file = '';
    }
    this.record = { ...this.record, ...change };
    this.#send('build', this.record);
  }

  /** The build writes this. */
  writes(text: string): void {
    this.file += text;
    this.piece(this.#offset, text);
    this.#offset += new TextEncoder().encode(text).length;
  }

  piece(offset: number, text: string): void {
    this.#send('log', { attempt: this.record.attempt, offset, text });
  }

  #send(event: string, data: unknown): void {
    const bytes = new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.#events) {
      this.#events.enqueue(bytes);
    } else {
      this.#before.push(bytes);
    }
  }

  #stream(): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.#events = stream;
        for (const bytes of this.#before.splice(0)) {
          stream.enqueue(bytes);
        }
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  #log(range: string | null): Response {
    this.ranges.push(range);
    const bytes = new TextEncoder().encode(this.file);
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    return from > 0 && from >= bytes.length
      ? new Response(null, { status: 416 })
      : new Response(bytes.subarray(from), { status: from > 0 ? 206 : 200 });
  }
}
