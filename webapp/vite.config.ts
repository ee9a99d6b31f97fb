import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { pdfjsFiles } from './pdfjsFiles.ts';

const COMPRESSIBLE = /\.(js|mjs|css|html|svg|json|wasm)$/;
const SMALLEST_WORTH_IT = 1024;

/** The daemon sends these as they are: compressing on a Pi, for each request, would cost more than it saves. */
function compressed(): Plugin {
  let folder = 'dist';
  return {
    name: 'compressed',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, name);
        if (COMPRESSIBLE.test(name) && statSync(file).size >= SMALLEST_WORTH_IT) {
          const bytes = readFileSync(file);
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
          writeFileSync(
            `${file}.br`,
            brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } }),
          );
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), pdfjsFiles(), compressed()],
  build: {
    target: 'es2022',
    // An image inlined into the style sheet would need data: in the policy that the daemon sends.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/api': `http://localhost:${process.env.PORT ?? 8000}` } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/setupTests.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
