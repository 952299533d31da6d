import { createHash } from 'node:crypto';
import type { PhonePushPayload, WebPushSubscription } from '@alongside/protocol';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { pushKeys } from '../../push/commands/push-settings.ts';

/** For push services whose operator nobody has named. */
const NOBODY = 'mailto:push@alongside.invalid';
const MOST_SECONDS = 300;

/** Calls that ring at this agent wake this browser from now on. An agent who is ready then counts as there without a socket. */
export async function savePhonePush(
  platform: Platform,
  actor: AgentActor,
  input: { readonly id: string; readonly subscription: WebPushSubscription },
): Promise<void> {
  const { endpoint, keys } = input.subscription;
  if ((await platform.outgoing.refusal(endpoint)) !== null)
    throw new Refused('address_not_allowed', { field: '/endpoint' });
  await platform.store.transaction(actor.tenantId, (tx) =>
    tx.phoneLinks.savePush(actor.agentId, { id: input.id, endpoint, keys }),
  );
}

export async function removePhonePush(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  await platform.store.transaction(actor.tenantId, (tx) => tx.phoneLinks.removePush(actor.agentId, id));
}

/**
 * Wakes an agent's phones for what rings at them now, once for each ringing [PHONE5]: of several processes that hear of it one sends. Nothing is sent again:
 * by the next try it would have stopped ringing. Rejects only if the store is away.
 */
export async function wakePhones(
  platform: Platform,
  agent: { readonly tenantId: string; readonly agentId: string },
  publicUrl: string | null,
): Promise<number> {
  const { tenantId, agentId } = agent;
  const found = await platform.store.transaction(tenantId, async (tx) => {
    const browsers = await tx.phoneLinks.pushes(agentId);
    if (browsers.length === 0) return null;
    const ringing = await tx.phoneLinks.takeRinging(agentId);
    if (ringing.length === 0) return null;
    const { name } = await tx.directory.settings();
    return { browsers, ringing, name, settings: await tx.push.settings() };
  });
  if (found === null) return 0;
  const { browsers, ringing, name, settings } = found;
  const keys = await pushKeys(platform, tenantId);
  const clear = { publicKey: keys.publicKey, privateKey: platform.sealer.open(keys.sealedPrivateKey) };
  let sent = 0;
  for (const { id, queue, customer, secondsLeft } of ringing)
    for (const browser of browsers) {
      const said = settings.includeText ? { from: customer } : {};
      const payload: PhonePushPayload = { alongside: 1, call: 'ringing', id, title: name, queue, ...said };
      const request = platform.webPush.encrypt(browser, {
        payload: JSON.stringify(payload),
        keys: clear,
        contact: settings.contact ?? publicUrl ?? NOBODY,
        ttlSeconds: Math.min(MOST_SECONDS, Math.max(1, Math.ceil(secondsLeft))),
        topic: createHash('sha256').update(id).digest('base64url').slice(0, 32),
      });
      const answer = request && (await platform.outgoing.send({ method: 'POST', ...request }));
      const isGone = request === null || (answer?.ok && (answer.status === 404 || answer.status === 410));
      if (isGone) await platform.store.transaction(tenantId, (tx) => tx.phoneLinks.removePush(agentId, browser.id));
      else if (answer?.ok && answer.status < 300) sent += 1;
    }
  return sent;
}
