import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultSettings } from '../settings.ts';
import { startEngineProcess } from './engine-process.ts';

test('what the process says of a fault is told as the reason, which the log keeps', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alongside-process-'));
  const file = join(folder, 'process.mjs');
  await writeFile(file, `console.error('a frame failed'); process.disconnect();`);
  const told: object[] = [];
  const nothing = () => undefined;
  const log = { debug: nothing, info: nothing, warn: (fields: object) => told.push(fields), error: nothing };
  const settings = { ...defaultSettings, recordingsFolder: folder };
  const { gone } = startEngineProcess({ file, settings, log, onMessage: nothing });
  await gone;
  await expect.poll(() => told).toMatchObject([{ reason: 'a frame failed\n' }]);
  await rm(folder, { recursive: true });
});
