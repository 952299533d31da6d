import type { SipRequest } from '../message/sip-message.ts';
import type { RawRequest } from './raw-peer.ts';
import { local, sdp } from './settings.ts';
import type { Stage } from './stage.ts';

/** The peer's next request inside a call that stands. */
export type Inside = (method: string, more?: Partial<RawRequest>) => RawRequest;

/** A call that the peer made and we answered. */
export async function calledUp({ engine, heard, peer }: Stage): Promise<{ sipCallId: string; inside: Inside }> {
  const already = heard.of('incoming').length;
  const invite = peer.ask('INVITE', { body: sdp() });
  const { sipCallId } = await heard.until('incoming', already + 1);
  const answering = engine.answer(sipCallId, local);
  const answer = await peer.response(200);
  let cseq = 1;
  const to = `${invite.to};tag=${answer.to.parameters.get('tag')}`;
  const named = { callId: invite.callId, from: invite.from, to };
  peer.ask('ACK', { ...named, cseq });
  await answering;
  return {
    sipCallId,
    inside: (method, more = {}) => {
      if (method !== 'ACK') cseq += 1;
      return peer.ask(method, { ...named, cseq, ...more });
    },
  };
}

/** A call that we made and the peer answered, with the tag `peer`. */
export async function dialledUp(
  { engine, heard, peer }: Stage,
  sipCallId = 'call-1',
): Promise<{ invite: SipRequest; inside: Inside }> {
  const already = heard.of('answered').length;
  await engine.dial({ sipCallId, via: { trunkId: 'trunk-1', number: '+84912345678' }, local, ringSeconds: 30 });
  const invite = await peer.request('INVITE');
  peer.reply(invite, 200, { body: sdp() });
  await peer.request('ACK');
  await heard.until('answered', already + 1);
  let cseq = 0;
  const named = {
    callId: invite.callId,
    from: `${invite.headers.get('to')};tag=peer`,
    to: invite.headers.get('from') ?? '',
  };
  return {
    invite,
    inside: (method, more = {}) => {
      if (method !== 'ACK') cseq += 1;
      return peer.ask(method, { ...named, cseq, ...more });
    },
  };
}
