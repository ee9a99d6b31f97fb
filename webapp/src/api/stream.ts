import { PAGE_HEADERS, passwordWanted } from './client';
import { EventParser, type ServerEvent } from './sse';
import type { Build, LogPiece } from './types';

/**
 * How the page hears of changes: `live` by the stream; `asking` every few seconds, where the server has no more streams to
 * give; `lost` while it does not answer.
 */
export type Connection = 'connecting' | 'live' | 'asking' | 'lost';

export interface StreamListener {
  onBuild?(build: Build): void;
  onLog?(piece: LogPiece): void;
  /** Something may have been missed since the stream was `opened`: what was loaded is to be loaded again. */
  onRefresh?(): void;
}

const ASK_EVERY_MS = 10_000;
/** The server sends at least a comment every 15 s. */
const SILENCE_MS = 40_000;
/** A proxy that holds the stream back must not hold the page back. */
const OPENED_WITHIN_MS = 1000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * One event stream, kept up until it is closed. Not the browser's `EventSource`, which neither says why a server refused
 * nor can be told where to go on after a page has waited by itself.
 */
export class EventStream {
  /** What is asked for from now on misses nothing: the stream tells of each change, or will say that something was missed. */
  readonly opened: Promise<void>;
  #isOpened = false;
  #resolveOpened = () => {};
  readonly #hurried = new EventTarget();
  #lastEventId: string | null = null;
  #wait = FIRST_WAIT_MS;

  constructor(
    private readonly address: string,
    private readonly listener: StreamListener,
    private readonly onConnection: (connection: Connection) => void,
  ) {
    this.opened = new Promise((resolve) => {
      this.#resolveOpened = resolve;
    });
  }

  async run(closed: AbortSignal): Promise<void> {
    setTimeout(() => this.#open(), OPENED_WITHIN_MS);
    while (!closed.aborted) {
      try {
        await this.#connect(closed);
      } catch {
        if (!closed.aborted) {
          this.onConnection('lost');
        }
      }
      this.#open();
      await this.#pause(closed);
    }
  }

  /** Tries again now rather than in a while: there is reason to think that it will be answered. */
  hurry(): void {
    this.#hurried.dispatchEvent(new Event('hurried'));
  }

  async #connect(closed: AbortSignal): Promise<void> {
    const headers: Record<string, string> = { Accept: 'text/event-stream', ...PAGE_HEADERS };
    if (this.#lastEventId !== null) {
      headers['Last-Event-ID'] = this.#lastEventId;
    }
    const silence = new AbortController();
    const signal = AbortSignal.any([silence.signal, closed]);
    let isLive = false;
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const answer = await fetch(this.address, { headers, signal, cache: 'no-store' });
      if (!answer.ok || answer.body === null) {
        this.#refused(answer.status);
        return;
      }
      const parser = new EventParser();
      const decoder = new TextDecoder();
      const reader = answer.body.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        if (!isLive) {
          // Not by the head of the answer, which may be sent before the server listens for changes.
          isLive = true;
          this.#wait = FIRST_WAIT_MS;
          this.onConnection('live');
          this.#refresh();
        }
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        parser.push(decoder.decode(piece.value, { stream: true })).forEach((event) => {
          this.#deliver(event);
        });
      }
      this.onConnection('lost');
    } finally {
      clearTimeout(timer);
    }
  }

  #refused(status: number): void {
    if (status === 401) {
      passwordWanted();
      this.#wait = LONGEST_WAIT_MS;
    } else if (status === 503 || status === 429) {
      this.onConnection('asking');
      this.#wait = ASK_EVERY_MS;
      this.#refresh();
    } else if (status === 404) {
      this.#wait = ASK_EVERY_MS;
    } else {
      this.onConnection('lost');
    }
  }

  #deliver(event: ServerEvent): void {
    if (event.id !== null) {
      this.#lastEventId = event.id;
    }
    if (event.type === 'build') {
      this.listener.onBuild?.(JSON.parse(event.data) as Build);
    } else if (event.type === 'log') {
      this.listener.onLog?.(JSON.parse(event.data) as LogPiece);
    }
  }

  #open(): void {
    this.#isOpened = true;
    this.#resolveOpened();
  }

  /** What was not asked for before the stream was opened needs no second time. */
  #refresh(): void {
    if (this.#isOpened) {
      this.listener.onRefresh?.();
    }
    this.#open();
  }

  /** Waits before the next try: longer each time, and no longer than until the browser says that it is on line again. */
  async #pause(closed: AbortSignal): Promise<void> {
    const wait = this.#wait;
    this.#wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait * (0.75 + Math.random() / 2));
      const now = () => {
        clearTimeout(timer);
        resolve();
      };
      window.addEventListener('online', now, { once: true, signal: closed });
      this.#hurried.addEventListener('hurried', now, { once: true });
      closed.addEventListener('abort', now, { once: true });
    });
  }
}
