import type { Platform } from '../../kernel/platform.ts';
import { isSigned, signedQuery } from '../signed-address.ts';

/** As long as the published wire's own addresses. */
export const LARGE_EVENT_SECONDS = 900;
/** Where large events are served, below the origin. */
export const LARGE_EVENTS_PATH = '/chat/large-events/';

const keyOf = (tenantId: string, id: string): string => `large-events/${tenantId}/${id}`;
const SHAPE = /^\/chat\/large-events\/([0-9a-f-]{36})\/([0-9a-f-]{36})\.json$/;

/** Keeps the text of an event that is too long for a frame; yields path and query under which it can be fetched for 15 minutes. */
export async function keepLargeEvent(platform: Platform, tenantId: string, text: string): Promise<string> {
  const id = platform.random.uuid();
  // The row goes first: with its end go the bytes, also of one that nobody was told of.
  await platform.store.transaction(tenantId, (tx) => tx.files.keepLargeEvent(id, LARGE_EVENT_SECONDS));
  await platform.blobs.put(keyOf(tenantId, id), Buffer.from(text, 'utf8'));
  const until = Math.floor(platform.clock.now().getTime() / 1000) + LARGE_EVENT_SECONDS;
  return `${LARGE_EVENTS_PATH}${tenantId}/${id}.json${signedQuery(platform.signer, 'large-event', [tenantId, id], until)}`;
}

/** What stands behind such an address; null: not signed by us, past, or gone. */
export async function readLargeEvent(
  platform: Platform,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const [, tenantId, id] = SHAPE.exec(path) ?? [];
  if (tenantId === undefined || id === undefined) return null;
  if (!isSigned(platform.signer, 'large-event', [tenantId, id], query, platform.clock.now())) return null;
  if (!(await platform.store.transaction(tenantId, (tx) => tx.files.hasLargeEvent(id)))) return null;
  const bytes = await platform.blobs.get(keyOf(tenantId, id));
  return bytes && Buffer.from(bytes).toString('utf8');
}
