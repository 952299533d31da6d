import { defineConfig } from 'vitest/config';

const source = { resolve: { conditions: ['source', 'node', 'import', 'default'] }, ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } } };
const ignored = ['**/node_modules/**', '**/dist/**'];

/** Three environments by file suffix: unit needs nothing, pg needs a PostgreSQL, e2e needs a browser and the built apps. */
export default defineConfig({
  test: {
    projects: [
      { ...source, test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...ignored, '**/*.{pg,e2e}.test.ts'] } },
      { ...source, test: { name: 'pg', include: ['**/*.pg.test.ts'], exclude: ignored, testTimeout: 60_000, hookTimeout: 60_000 } },
      { ...source, test: { name: 'e2e', include: ['**/*.e2e.test.ts'], exclude: ignored, testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
