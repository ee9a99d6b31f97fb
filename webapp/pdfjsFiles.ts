import { cpSync, createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

const PACKAGE = join(import.meta.dirname, 'node_modules/pdfjs-dist');
/** What documents may need that bring not all of it: character maps, fonts, decoders of images, a colour profile. */
const FOLDERS = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];
/** Of scripts in documents, which are never run, and of browsers without WebAssembly. */
const UNUSED = /quickjs|QUICKJS|nowasm/;

/** Symbols of its editors and dialogs, of which nothing is shown here. */
const UNUSED_IMAGE = /url\(images\/[\w-]+\.svg\)/g;

/** Serves pdf.js's files below an address that carries its version, since what is below `/assets/` never changes. */
export function pdfjsFiles(): Plugin {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const base = (folder: string) => `assets/pdfjs-${version}-${folder}`;
  let outDir = 'dist';
  return {
    name: 'pdfjs-files',
    // Before Vite looks for the images that a style sheet names.
    enforce: 'pre',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    configureServer(server) {
      for (const folder of FOLDERS) {
        server.middlewares.use(`/${base(folder)}`, (request, response, next) => {
          const file = join(PACKAGE, folder, basename((request.url ?? '/').split('?')[0] ?? '/'));
          if (existsSync(file)) {
            createReadStream(file).pipe(response);
          } else {
            next();
          }
        });
      }
    },
    transform(code, id) {
      return id.startsWith(PACKAGE) && id.endsWith('.css') ? code.replace(UNUSED_IMAGE, 'none') : null;
    },
    writeBundle() {
      for (const folder of FOLDERS) {
        cpSync(join(PACKAGE, folder), join(outDir, base(folder)), {
          recursive: true,
          filter: (from) => !UNUSED.test(from.slice(PACKAGE.length)),
        });
      }
    },
  };
}
