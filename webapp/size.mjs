// What a browser loads of JavaScript for /Maths/ is the entry and what it imports: at most so much, compressed as the
// daemon sends it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const MOST_BYTES = 105_000;
const ASSETS = join(import.meta.dirname, 'dist', 'assets');
const STATIC_IMPORT = /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g;

/** A file and all that it cannot run without. */
function withImports(name, found = new Set()) {
  if (!found.has(name)) {
    found.add(name);
    for (const [, imported] of readFileSync(join(ASSETS, name), 'utf8').matchAll(STATIC_IMPORT)) {
      withImports(imported, found);
    }
  }
  return found;
}

const page = readFileSync(join(ASSETS, '..', 'index.html'), 'utf8');
const entry = /<script type="module"[^>]*src="\/assets\/([^"]+)"/.exec(page)?.[1];
if (entry === undefined) {
  throw new Error('dist/index.html names no script');
}
const loaded = withImports(entry);

let total = 0;
for (const name of loaded) {
  const size = gzipSync(readFileSync(join(ASSETS, name)), { level: 9 }).length;
  total += size;
  process.stdout.write(`${String(size).padStart(7)}  ${name}\n`);
}
process.stdout.write(`${String(total).padStart(7)}  of at most ${MOST_BYTES} bytes, gzipped\n`);
if (total > MOST_BYTES) {
  process.exitCode = 1;
}
