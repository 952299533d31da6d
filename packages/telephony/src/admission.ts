import type { SipRequest } from './message/sip-message.ts';
import type { OutgoingResponse } from './transaction/outgoing.ts';
import { type Endpoint, isReliable } from './transport/endpoint.ts';

export interface AdmissionFacts {
  readonly isPeer: (from: Endpoint) => boolean;
  readonly isBound: (from: Endpoint) => boolean;
  /** It belongs to a call that stands; tags of ours cannot be guessed. */
  readonly isInDialog: (request: SipRequest) => boolean;
  readonly registrar: (request: SipRequest, from: Endpoint) => 'take' | OutgoingResponse;
  /** One more failure of this address. */
  readonly fail: (from: Endpoint) => void;
}

/**
 * Who is heard at all. Strangers get nothing they could learn from: REGISTER is challenged and INVITE refused in the same words whatever it names,
 * everything else is not answered.
 */
export function admit(request: SipRequest, from: Endpoint, facts: AdmissionFacts): 'take' | 'drop' | OutgoingResponse {
  if (facts.isInDialog(request)) return 'take';
  const isKnown = facts.isPeer(from);
  if (request.to.parameters.has('tag')) return isKnown || facts.isBound(from) ? { status: 481 } : 'drop';
  if (request.method === 'REGISTER') return facts.registrar(request, from);
  if (isKnown) return 'take';
  if (facts.isBound(from)) return request.method === 'INVITE' ? { status: 403 } : 'take';
  if (request.method !== 'INVITE') return 'drop';
  // Over UDP the address proves nothing: somebody would shut an office out by writing its address on a datagram.
  if (isReliable(from.transport)) facts.fail(from);
  return { status: 403 };
}
