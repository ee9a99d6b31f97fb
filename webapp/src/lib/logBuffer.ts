import { isWorthAStop, kindOf, type LineKind } from './logLines';

interface Piece {
  attempt: number;
  offset: number;
  text: string;
}

const encoder = new TextEncoder();

/**
 * The log of a build as far as it is here. Not React's state: a log of 100,000 lines is not to be copied for each line.
 * Counts bytes, as the server does, so that pieces that come again, as after a reconnect, change nothing.
 */
export class LogBuffer {
  /** The last one is empty, or still being written. */
  lines: string[] = [''];
  /** The kinds of all lines but the last. */
  kinds: LineKind[] = [];
  /** The indices of commands and remarks. */
  heads: number[] = [];
  /** Those of errors and warnings, and those of boxes as well. */
  stops: number[] = [];
  complaints: number[] = [];
  attempt = 0;
  /** How many bytes are here. */
  end = 0;
  /** Changes with everything else. */
  version = 0;

  /** Where the last piece began, and whether bytes that are no UTF-8 leave open how long it was. */
  #last = { offset: 0, isVague: false };
  #run = '';
  readonly #listeners = new Set<() => void>();
  #isTold = true;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): number => this.version;

  /** Another attempt, or the same one again after the server was interrupted, writes its log from the start. */
  begin(attempt: number, startedAt: string | null): void {
    const run = startedAt ?? '';
    if (attempt > this.attempt || (attempt === this.attempt && run !== '' && run !== this.#run)) {
      if (attempt > this.attempt || this.#run !== '') {
        this.#clear(attempt);
      }
      this.#run = run;
    }
  }

  /** False where something between the end and this piece is missing. */
  push(piece: Piece): boolean {
    const bytes = encoder.encode(piece.text);
    return this.append({ ...piece, byteLength: bytes.length }, (from) =>
      from === 0 ? piece.text : new TextDecoder().decode(bytes.subarray(from)),
    );
  }

  /** The same for bytes, as a file has them. What ends within a character is left for the next time. */
  pushBytes(attempt: number, offset: number, bytes: Uint8Array): boolean {
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    return this.append({ attempt, offset, byteLength: whole.length }, (from) =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole.subarray(from)),
    );
  }

  private append(
    { attempt, offset, byteLength }: { attempt: number; offset: number; byteLength: number },
    textFrom: (byte: number) => string,
  ): boolean {
    if (attempt < this.attempt) {
      return true;
    }
    if (attempt > this.attempt) {
      this.#clear(attempt);
      this.#run = '';
    }
    if (this.#last.isVague && offset > this.#last.offset && offset < this.end) {
      this.end = offset;
    }
    if (offset > this.end) {
      return false;
    }
    if (offset + byteLength > this.end) {
      const text = textFrom(this.end - offset);
      this.#last = { offset, isVague: text.includes('\ufffd') };
      this.end = offset + byteLength;
      this.#addText(text);
    }
    return true;
  }

  #addText(text: string): void {
    const [first = '', ...more] = text.split('\n');
    this.lines[this.lines.length - 1] += first;
    for (const line of more) {
      this.#finishLine();
      this.lines.push(line);
    }
    this.#changed();
  }

  #finishLine(): void {
    const index = this.lines.length - 1;
    const kind = kindOf(this.lines[index] ?? '');
    this.kinds.push(kind);
    if (kind === 'command' || kind === 'remark') {
      this.heads.push(index);
    } else if (kind !== 'plain') {
      this.complaints.push(index);
      if (isWorthAStop(kind)) {
        this.stops.push(index);
      }
    }
  }

  #clear(attempt: number): void {
    this.lines = [''];
    this.kinds = [];
    this.heads = [];
    this.stops = [];
    this.complaints = [];
    this.attempt = attempt;
    this.end = 0;
    this.#last = { offset: 0, isVague: false };
    this.#changed();
  }

  /** Readers are told once a frame: a burst of lines is drawn once. */
  #changed(): void {
    this.version++;
    if (this.#isTold) {
      this.#isTold = false;
      requestAnimationFrame(() => {
        this.#isTold = true;
        for (const listener of this.#listeners) listener();
      });
    }
  }
}

/** How many bytes there are to the end of the last whole character (RFC 3629, section 3). */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const lead = bytes[bytes.length - back] ?? 0;
    if (lead >= 0xc0) {
      const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      return back < needed ? bytes.length - back : bytes.length;
    }
    if (lead < 0x80) {
      break;
    }
  }
  return bytes.length;
}
