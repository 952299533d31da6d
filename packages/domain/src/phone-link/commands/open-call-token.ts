import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { type CallTokenFault, readCallToken } from '../call-token.ts';
import type { NumberedAgent } from '../ports.ts';

/** `off`: the tenant's phone link is switched off; `unknown_agent`: signed rightly, for nobody we know. */
export type CallTokenRefusal = CallTokenFault | 'unknown_agent' | 'off';

const WHY: Record<Exclude<CallTokenRefusal, 'off'>, string> = {
  not_genuine: 'It was not signed with the voice token of now.',
  expired: 'Its time is over, or cannot be read.',
  no_agent: 'It names no agent (`ipphone`).',
  unknown_agent: 'No agent here has the number in its `ipphone`.',
};

/** Whom a call token stands for at this moment [PHONE1]: asked at every use, so a voice token that was replaced opens nothing any more. */
export async function openCallToken(
  platform: Platform,
  tx: Transaction,
  token: string,
): Promise<NumberedAgent | CallTokenRefusal> {
  const { enabled, timeZone, requireExpiry } = await tx.phoneLinks.settings();
  if (!enabled) return 'off';
  const secrets = (await tx.phoneLinks.voiceTokens()).map((sealed) => platform.sealer.open(sealed));
  const read = readCallToken(token, secrets, { now: platform.clock.now(), timeZone });
  if (typeof read === 'string') return read;
  if (requireExpiry && read.expiresAt === null) return 'expired';
  return (await tx.phoneLinks.agentByNumber(read.agentNumber)) ?? 'unknown_agent';
}

/** The same refusal in the words of our own wire. */
export function refuseCallToken(refusal: CallTokenRefusal): Refused {
  return refusal === 'off'
    ? new Refused('phone_link_off')
    : new Refused('call_token_refused', { message: `The call token was not accepted. ${WHY[refusal]}` });
}
