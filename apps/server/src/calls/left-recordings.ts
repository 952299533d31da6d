import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallRecord, DEFAULT_CALL_SETTINGS, type Platform } from '@alongside/domain';
import { mendWavFile, recordingOf } from '@alongside/media';
import { storeRecordings } from './store-recordings.ts';

/** Nobody writes to a file any more that is as old: what is recorded goes on being written through a silence too. */
const STILL_MILLISECONDS = 60_000;
const EVERY_MILLISECONDS = 60_000;
const UNKNOWN_MILLISECONDS = DEFAULT_CALL_SETTINGS.recordingDays * 24 * 60 * 60 * 1_000;

interface Tenant {
  readonly id: string;
}

/** Looks again and again for recordings that a stop, a death or a store that was away left in the engine's folder. */
export class LeftRecordings {
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();

  constructor(platform: Platform, folder: string) {
    this.#timer = setInterval(() => {
      this.#looking = this.#looking
        .then(() => storeLeftRecordings(platform, folder))
        .catch((error: unknown) => platform.log.warn({ error, folder }, 'Recordings that were left cannot be stored.'));
    }, EVERY_MILLISECONDS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}

/**
 * Stores what is left of calls that are over. Of a recording that its process could not close, all that it had written: for sound of telephones all
 * but the last two seconds. A file of no call that we know is kept as long as recordings are: an older database may have been brought back.
 */
export async function storeLeftRecordings(platform: Platform, folder: string): Promise<void> {
  const tenants = await platform.store.tenants.all();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    await storeOne(platform, tenants, path).catch((error: unknown) =>
      platform.log.warn({ error, path }, 'A recording that was left cannot be stored. It is tried again.'),
    );
  }
}

async function storeOne(platform: Platform, tenants: readonly Tenant[], path: string): Promise<void> {
  const about = recordingOf(path);
  if (about === null) return;
  const { mtimeMs, birthtimeMs, size } = await stat(path);
  const stillFor = platform.clock.now().getTime() - mtimeMs;
  if (stillFor < STILL_MILLISECONDS) return;
  const call = await find(platform, tenants, about.sessionId);
  if (call !== null && call.state !== 'ended') return;
  const isSound = about.contentType === 'audio/wav';
  const milliseconds = isSound ? await mendWavFile(path) : Math.max(0, Math.round(mtimeMs - birthtimeMs));
  if (size === 0 || (isSound && milliseconds === 0) || (call === null && stillFor > UNKNOWN_MILLISECONDS)) {
    await rm(path, { force: true });
    return;
  }
  if (call === null) return;
  const { sessionId: callId, ...file } = about;
  const consent = call.consent === 'announced' ? 'announced' : 'given';
  await storeRecordings(platform, { tenantId: call.tenantId, callId, consent }, [
    { ...file, path, bytes: size, milliseconds },
  ]);
  platform.log.info({ callId, path }, 'A recording that was left was stored.');
}

async function find(platform: Platform, tenants: readonly Tenant[], callId: string): Promise<CallRecord | null> {
  for (const { id } of tenants) {
    const call = await platform.store.transaction(id, (tx) => tx.calls.get(callId));
    if (call !== null) return call;
  }
  return null;
}
