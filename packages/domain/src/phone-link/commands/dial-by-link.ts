import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { cleanNumber } from '../dialled-number.ts';
import { openCallToken, refuseCallToken } from './open-call-token.ts';

/** Places a call out for an agent. Refuses `already_exists` for a tempId that was used. */
export type Dial = (
  platform: Platform,
  actor: AgentActor,
  input: { readonly number: string; readonly tempId: string },
) => Promise<{ readonly id: string }>;

/**
 * Dials what a call link says [PHONE3]: its token must be good at this moment and the signed-in agent's own, its number must be one, and its tempId
 * new. What a link asks is done once, however often it is opened.
 */
export async function dialByLink(
  platform: Platform,
  actor: AgentActor,
  link: { readonly phone: string; readonly appToken: string; readonly tempId: string },
  dial: Dial,
): Promise<{ callId: string }> {
  const opened = await platform.store.transaction(actor.tenantId, (tx) => openCallToken(platform, tx, link.appToken));
  if (typeof opened === 'string') throw refuseCallToken(opened);
  if (opened.id !== actor.agentId) throw new Refused('call_link_of_another');
  const number = cleanNumber(link.phone);
  if (number === null)
    throw new Refused('number_refused', {
      field: '/phone',
      message:
        'This is no telephone number: digits, perhaps with a + at the beginning, are needed. Nothing was dialled.',
    });
  try {
    const { id } = await dial(platform, actor, { number, tempId: link.tempId });
    return { callId: id };
  } catch (error) {
    if (error instanceof Refused && error.code === 'already_exists')
      throw new Refused('temp_id_used', { field: '/tempId' });
    throw error;
  }
}
