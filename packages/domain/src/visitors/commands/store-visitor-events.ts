import type { NewVisitorEvent } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import type { StoredVisitorEvents, VisitorFacts } from '../ports.ts';
import { assertVisitorId } from '../visitor-id.ts';

/**
 * Takes what a visitor did. Yields null at once, when there is room in memory; with `wait` after COMMIT, saying what became of it. Identity is
 * the visitor's own word: nothing of a customer is ever answered here.
 *
 * @throws Refused `rate_limited` when more arrives than can be written, `invalid_request` for a visitor id that is no UUID
 */
export async function storeVisitorEvents(
  platform: Platform,
  input: {
    readonly tenantId: string;
    readonly visitorId: string;
    readonly events: readonly NewVisitorEvent[];
    readonly wait?: boolean;
  },
): Promise<StoredVisitorEvents | null> {
  const visitorId = assertVisitorId(input.visitorId);
  if (input.events.length === 0 && !input.wait) return null;
  return platform.store.visitorLog.append(input.tenantId, visitorId, input.events, { wait: input.wait ?? false });
}

/**
 * Keeps what an app says of its device: facts, where the visitor came from, push token, consent. Without permission to follow the visitor only what a
 * chat needs is kept. Consent withdrawn: what was gathered is erased at once.
 *
 * @throws Refused `invalid_request` for a visitor id that is no UUID
 */
export async function rememberVisitor(
  platform: Platform,
  input: { readonly tenantId: string; readonly visitorId: string } & VisitorFacts,
): Promise<void> {
  const { tenantId, visitorId: given, ...facts } = input;
  const visitorId = assertVisitorId(given);
  await platform.store.transaction(tenantId, async (tx) => {
    await tx.visitors.remember(visitorId, facts);
    tx.tell({ kind: 'visitors', tenantId, visitorIds: [visitorId] });
  });
}

/** This device belongs to this customer, as a connection or token has shown: never from a payload. */
export async function identifyVisitor(
  platform: Platform,
  input: {
    readonly tenantId: string;
    readonly visitorId: string;
    /** In our directory. */
    readonly customerId: string;
    readonly channelId?: string | null;
  },
): Promise<void> {
  const { tenantId, customerId } = input;
  const visitorId = assertVisitorId(input.visitorId);
  await platform.store.transaction(tenantId, async (tx) => {
    await tx.visitors.identify(visitorId, customerId, input.channelId ?? null);
    tx.tell({ kind: 'visitors', tenantId, visitorIds: [visitorId] });
  });
}
