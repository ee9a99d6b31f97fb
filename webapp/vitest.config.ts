import { defineConfig, mergeConfig } from 'vitest/config';
import vite from './vite.config';

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      environment: 'jsdom',
      include: ['src/**/*.test.{ts,tsx}'],
      setupFiles: ['src/setupTests.ts'],
      restoreMocks: true,
      testTimeout: 20_000,
      reporters: ['default', ['junit', { outputFile: '../target/surefire-reports/TEST-webapp.xml' }]],
    },
  }),
);
