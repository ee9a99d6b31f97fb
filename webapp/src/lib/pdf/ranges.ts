import { PDFDataRangeTransport } from 'pdfjs-dist';

interface FileRange {
  bytes: Uint8Array;
  total: number;
  version: string | null;
}

/** Gives the bytes of a file from `from` to before `to`. */
export type FetchRange = (from: number, to: number, signal: AbortSignal) => Promise<FileRange>;

export const CHUNK = 65_536;
const FIRST_WAIT_MS = 500;
const MOST_TRIES = 6;

/**
 * Hands pdf.js the parts of a file that it asks for. Its own way begins with a request for the whole file, which it breaks
 * off when the headers are there; this one begins with the first part.
 */
export class Ranges extends PDFDataRangeTransport {
  #closed = new AbortController();
  #version: string | null;

  private constructor(
    private readonly fetchRange: FetchRange,
    private readonly onLost: (reason: unknown) => void,
    first: FileRange,
  ) {
    super(first.total, first.bytes, first.bytes.length >= first.total);
    this.#version = first.version;
  }

  static async open(
    fetchRange: FetchRange,
    signal: AbortSignal,
    onLost: (reason: unknown) => void,
  ): Promise<Ranges> {
    return new Ranges(fetchRange, onLost, await fetchRange(0, CHUNK, signal));
  }

  override requestDataRange(begin: number, end: number): void {
    void this.#load(begin, Math.min(end, this.length));
  }

  override abort(): void {
    this.#closed.abort();
  }

  async #load(begin: number, end: number): Promise<void> {
    const { signal } = this.#closed;
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        const { bytes, version } = await this.fetchRange(begin, end, signal);
        if (version !== this.#version) {
          throw new ChangedError();
        }
        this.onDataRange(begin, bytes);
        return;
      } catch (reason) {
        if (reason instanceof ChangedError || tries === MOST_TRIES) {
          this.abort();
          this.onLost(reason);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries));
      }
    }
  }
}

/** Parts of two versions make no document. */
export class ChangedError extends Error {}
