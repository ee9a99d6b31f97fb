import { useEffect, useMemo, useRef, useState } from 'react';
import { getLog } from '../api/client';
import type { Build } from '../api/types';
import { LogBuffer } from '../lib/logBuffer';
import { useConnection, useLive } from './live';

/** The stream brings the log; where it does not begin to, it was opened before anybody here listened. */
const STREAM_STARTS_WITHIN_MS = 1000;

/** The log of a build: by the stream, and from the file where the stream has gaps or is not there. */
export function useLog(build: Build): LogBuffer {
  const { project, commit, attempt, startedAt, state } = build;
  const [buffer] = useState(() => new LogBuffer());
  const connection = useConnection();
  const loader = useMemo(() => new LogLoader(project, commit, buffer), [project, commit, buffer]);
  const newest = useRef(attempt);
  // A stream that was there before this was has told it all already.
  const isLate = useRef(connection === 'live');

  useLive({
    onBuild(news) {
      if (news.project === project && news.commit === commit) {
        buffer.begin(news.attempt, news.startedAt);
      }
    },
    onLog(piece) {
      if (!buffer.push(piece)) {
        loader.load(piece.attempt, piece.offset);
      }
    },
    onRefresh() {
      if (connection === 'asking' && startedAt !== null) {
        loader.load(newest.current);
      }
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a build that ended has written more
  useEffect(() => {
    newest.current = attempt;
    buffer.begin(attempt, startedAt);
    if (startedAt === null) {
      return;
    }
    const hasStream = connection === 'live' || connection === 'connecting';
    const timer = setTimeout(
      () => {
        if (!hasStream || buffer.end === 0) {
          loader.load(attempt);
        }
      },
      hasStream && !isLate.current ? STREAM_STARTS_WITHIN_MS : 0,
    );
    isLate.current = false;
    return () => clearTimeout(timer);
  }, [attempt, startedAt, state, connection, buffer, loader]);

  useEffect(() => () => loader.close(), [loader]);
  return buffer;
}

/** Loads what is missing at the buffer's end, one request at a time. */
class LogLoader {
  #isBusy = false;
  #wanted = 0;
  #closed = new AbortController();

  constructor(
    private readonly project: string,
    private readonly commit: string,
    private readonly buffer: LogBuffer,
  ) {}

  /** `upTo` is the byte up to which there is known to be something. */
  load(attempt: number, upTo = 0): void {
    this.#wanted = Math.max(this.#wanted, upTo);
    if (!this.#isBusy) {
      this.#isBusy = true;
      void this.#run(attempt).finally(() => {
        this.#isBusy = false;
      });
    }
  }

  close(): void {
    this.#closed.abort();
    // Strict mode ends an effect and begins it again.
    this.#closed = new AbortController();
  }

  async #run(attempt: number): Promise<void> {
    const { signal } = this.#closed;
    let before = -1;
    do {
      before = this.buffer.end;
      try {
        const { offset, bytes } = await getLog(this.project, this.commit, before, signal);
        this.buffer.pushBytes(attempt, offset, bytes);
      } catch {
        // The next piece, or the next time that the connection is back, tries again.
        return;
      }
    } while (this.buffer.end > before && this.buffer.end < this.#wanted);
    this.#wanted = 0;
  }
}
