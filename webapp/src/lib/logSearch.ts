import { plainText } from './ansi';
import type { LogBuffer } from './logBuffer';

/** What a reader typed, to be found as it is, in whatever case. */
export function searchPattern(query: string): RegExp | null {
  return query === '' ? null : new RegExp(escaped(query), 'giu');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Which lines of a log have some text. While the log grows, only what is new is looked through. */
export class LogSearch {
  #query = '';
  #attempt = 0;
  #searched = 0;
  #found: number[] = [];

  matches(buffer: LogBuffer, query: string): readonly number[] {
    const complete = buffer.lines.length - 1;
    if (query !== this.#query || buffer.attempt !== this.#attempt || complete < this.#searched) {
      this.#query = query;
      this.#attempt = buffer.attempt;
      this.#searched = 0;
      this.#found = [];
    }
    const pattern = searchPattern(query);
    if (pattern !== null && this.#searched < complete) {
      const more: number[] = [];
      for (let line = this.#searched; line < complete; line++) {
        if (plainText(buffer.lines[line] ?? '').search(pattern) >= 0) {
          more.push(line);
        }
      }
      this.#found = more.length > 0 ? [...this.#found, ...more] : this.#found;
      this.#searched = complete;
    }
    return this.#found;
  }
}
