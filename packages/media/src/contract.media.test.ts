import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMediaEngineContract } from '@alongside/testkit/contracts';
import { afterAll, vi } from 'vitest';
import { createMediaEngine } from './host/create-media-engine.ts';
import { buildMediaProcess } from './testing/build-process.ts';

// A process is started for most of them: beside other work that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

runMediaEngineContract('embedded', async () => {
  const recordingsFolder = await mkdtemp(join(tmpdir(), 'alongside-media-'));
  folders.push(recordingsFolder);
  const engine = createMediaEngine({
    recordingsFolder,
    extraHostAddresses: ['127.0.0.1'],
    telephonePorts: [48_000, 48_999],
    processFile: await buildMediaProcess(),
    log: silent,
  });
  await engine.ready;
  return engine;
});
