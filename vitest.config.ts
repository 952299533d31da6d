import { defineConfig } from 'vitest/config';

/**
 * Workspaces are read from their sources: tests need no build. Only names that Node may take for every package stand
 * here ('import' would reach `require` too); a fresh object each time because vite writes into what it is given.
 */
const conditions = ['source', 'node'];
const source = () => ({
  resolve: { conditions: [...conditions] },
  ssr: { resolve: { conditions: [...conditions] } },
  // The environment in which vitest runs globalSetup; it does not take over the settings above.
  environments: { __vitest__: { resolve: { conditions: [...conditions], noExternal: true as const } } },
});
/** What is looked for again and again may take its time on a machine with other work. */
const patient = { poll: { timeout: 10_000 } };
const ignored = ['**/node_modules/**', '**/dist/**', '**/.alongside/**'];
const postgres = 'packages/testkit/src/postgres/global-setup.ts';

/**
 * One project per environment, told apart by file name: unit needs nothing, and its files share their modules, so that none is loaded twice: a
 * test leaves nothing behind; build makes the package that it looks at; media starts the engine's process and sends sound in
 * real time; pg needs a PostgreSQL; sip a telephone and a carrier (baresip, sipp); e2e needs a browser and the built apps; conformance speaks to a running server and imports none of our code.
 */
export default defineConfig({
  ...source(),
  test: {
    projects: [
      {
        ...source(),
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...ignored, '**/*.{build,pg,e2e,sip,media}.test.{ts,tsx}', 'conformance/**'],
          isolate: false,
          // Random courses of events count, and a busy machine takes its time for them.
          testTimeout: 30_000,
        },
      },
      {
        ...source(),
        test: { name: 'build', include: ['**/*.build.test.ts'], exclude: ignored },
      },
      {
        ...source(),
        test: {
          name: 'pg',
          include: ['**/*.pg.test.ts'],
          exclude: [...ignored, 'conformance/**'],
          globalSetup: [postgres],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patient,
        },
      },
      {
        ...source(),
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts'],
          exclude: ignored,
          globalSetup: ['conformance/support/demo-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patient,
          fileParallelism: false,
        },
      },
      {
        ...source(),
        test: {
          name: 'media',
          include: ['**/*.media.test.ts'],
          exclude: [...ignored, 'conformance/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patient,
          fileParallelism: false,
        },
      },
      {
        ...source(),
        test: {
          name: 'sip',
          include: ['**/*.sip.test.ts'],
          exclude: [...ignored, 'conformance/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patient,
          fileParallelism: false,
        },
      },
      {
        ...source(),
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude: [...ignored, 'conformance/**'],
          globalSetup: [postgres],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          expect: patient,
        },
      },
    ],
  },
});
