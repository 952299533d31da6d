import type { CobrowsePlayback, CobrowseRecording } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import { goodUntil, isSigned, signedQuery } from '../../files/signed-address.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { chunkKey } from './write-recording.ts';

export const RECORDING_CHUNKS_PATH = '/cobrowse/recordings/';
const PURPOSE = 'cobrowse-recording';
const LISTED = 50;

/** An agent's own recordings, a supervisor's all; newest first. */
export async function listRecordings(
  platform: Platform,
  actor: AgentActor,
  { conversationId, limit }: { readonly conversationId?: string; readonly limit?: number },
): Promise<CobrowseRecording[]> {
  const agentId = actor.role === 'agent' ? actor.agentId : null;
  return platform.store.transaction(actor.tenantId, (tx) =>
    tx.cobrowseRecordings.list({ conversationId: conversationId ?? null, agentId, limit: limit ?? LISTED }),
  );
}

/** What a player needs; the audit log says who looked. Refuses `not_found`, also for another agent's. */
export async function openRecording(
  platform: Platform,
  actor: AgentActor,
  id: string,
): Promise<Omit<CobrowsePlayback, 'frameUrl'>> {
  const { tenantId } = actor;
  return platform.store.transaction(tenantId, async (tx) => {
    const recording = await tx.cobrowseRecordings.get(id);
    if (recording === null || (actor.role === 'agent' && recording.agentId !== actor.agentId))
      throw new Refused('not_found');
    const { conversationId, startedAt } = recording;
    audit(tx, actor, {
      action: 'cobrowse_recording.opened',
      target: { kind: 'cobrowse_recording', id },
      after: { conversationId, startedAt },
    });
    const chunks = await tx.cobrowseRecordings.chunks(id);
    const query = signedQuery(platform.signer, PURPOSE, [tenantId, id], goodUntil(platform.clock.now()));
    const whole = chunks.map(({ wholePagesMs, ...chunk }) => ({ ...chunk, wholePagesMs: [...wholePagesMs] }));
    return { recording, chunks: whole, chunkUrl: `${RECORDING_CHUNKS_PATH}${tenantId}/${id}/{n}${query}` };
  });
}

/** The bytes of one chunk, packed with gzip, for whoever has the signed address. Refuses `not_found`. */
export async function readRecordingChunk(
  platform: Platform,
  { tenantId, id, n }: { readonly tenantId: string; readonly id: string; readonly n: string },
  query: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array> {
  if (!isSigned(platform.signer, PURPOSE, [tenantId, id], query, platform.clock.now()) || !/^\d{1,7}$/.test(n))
    throw new Refused('not_found');
  const bytes = await platform.blobs.get(chunkKey(tenantId, id, Number(n)));
  if (bytes === null) throw new Refused('not_found');
  return bytes;
}

/** Before its time, by an administrator. Refuses `not_found`. */
export async function deleteRecording(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'administrator');
  const { tenantId } = actor;
  const found = await platform.store.transaction(tenantId, async (tx) => {
    const recording = await tx.cobrowseRecordings.get(id);
    if (recording === null) throw new Refused('not_found');
    // Whoever writes it finds it ended; what was put meanwhile goes with it.
    await tx.cobrowseRecordings.end(id, 'lost', 0);
    const { conversationId, startedAt, milliseconds } = recording;
    const target = { kind: 'cobrowse_recording', id };
    audit(tx, actor, {
      action: 'cobrowse_recording.deleted',
      target,
      before: { conversationId, startedAt, milliseconds },
    });
    return (await tx.cobrowseRecordings.chunks(id)).length;
  });
  await forget(platform, { tenantId, id, chunks: found });
}

const BATCH = 20;
/** A process that writes says so every 20 s. */
const LOST_SECONDS = 90;
const DEFAULT_DAYS = 30;

/** Ends what a lost process left open, and deletes what has been kept long enough. */
export async function sweepRecordings(platform: Platform): Promise<void> {
  await platform.store.sweeps.endLostRecordings(LOST_SECONDS, DEFAULT_DAYS);
  for (const due of await platform.store.sweeps.dueRecordings(BATCH)) await forget(platform, due);
}

/** The row goes last: what breaks off is found again. One chunk more than it has may lie there, put and never counted. */
async function forget(
  platform: Platform,
  { tenantId, id, chunks }: { readonly tenantId: string; readonly id: string; readonly chunks: number },
): Promise<void> {
  for (let n = 0; n <= chunks; n += 1) await platform.blobs.delete(chunkKey(tenantId, id, n));
  await platform.store.transaction(tenantId, (tx) => tx.cobrowseRecordings.remove(id));
}
