import { runTelephonyEngineContract } from '@alongside/testkit/contracts';
import type { SipRequest } from './message/sip-message.ts';
import type { RawPeer, RawRequest } from './testing/raw-peer.ts';
import { sdp } from './testing/settings.ts';
import { stage } from './testing/stage.ts';

runTelephonyEngineContract('SIP', async () => {
  const { engine, peer, close } = await stage();
  return {
    engine,
    trunkId: 'trunk-1',
    call: async (from, to) => caller(peer, from, to),
    nextCall: async () => telephone(peer, await peer.request('INVITE')),
    close,
  };
});

function caller(peer: RawPeer, from: string, to: string) {
  const invite = peer.ask('INVITE', {
    uri: `sip:${to}@127.0.0.1`,
    from: `<sip:${from}@127.0.0.1>;tag=c`,
    to: `<sip:${to}@127.0.0.1>`,
    body: sdp(),
  });
  let tag = '';
  let cseq = 1;
  const inside = (method: string, more: Partial<RawRequest> = {}) => {
    if (method !== 'ACK') cseq += 1;
    return peer.ask(method, { callId: invite.callId, from: invite.from, to: `${invite.to};tag=${tag}`, cseq, ...more });
  };
  return {
    rings: async () => void (await peer.response(180)),
    isAnswered: async () => {
      tag = (await peer.response(200)).to.parameters.get('tag') ?? '';
      inside('ACK');
    },
    isRefused: async () => {
      const answer = await peer.next((message) => message.kind === 'response' && message.status >= 300);
      peer.ask('ACK', { ...invite, to: `${invite.to};tag=${answer.to.parameters.get('tag')}` });
      return answer.kind === 'response' ? answer.status : 0;
    },
    giveUp: async () => {
      peer.ask('CANCEL', invite);
      const answer = await peer.response(487);
      peer.ask('ACK', { ...invite, to: `${invite.to};tag=${answer.to.parameters.get('tag')}` });
    },
    hangUp: async () => {
      inside('BYE');
      await peer.response(200);
    },
    isEnded: async () => peer.reply(await peer.request('BYE'), 200),
    pressByInfo: async (digit: string) => {
      inside('INFO', { body: `Signal=${digit}\r\n`, fields: ['Content-Type: application/dtmf-relay'] });
      await peer.response(200);
    },
  };
}

function telephone(peer: RawPeer, invite: SipRequest) {
  let cseq = 0;
  const inside = (method: string, more: Partial<RawRequest> = {}) => {
    cseq += 1;
    return peer.ask(method, {
      callId: invite.callId,
      from: `${invite.headers.get('to')};tag=peer`,
      to: invite.headers.get('from') ?? '',
      cseq,
      ...more,
    });
  };
  return {
    number: invite.to.uri.user,
    ring: async () => peer.reply(invite, 180),
    answer: async () => {
      peer.reply(invite, 200, { body: sdp() });
      await peer.request('ACK');
    },
    refuse: async (status: number) => {
      peer.reply(invite, status);
      await peer.request('ACK');
    },
    hangUp: async () => {
      inside('BYE');
      await peer.response(200);
    },
    isEnded: async () => peer.reply(await peer.request('BYE'), 200),
    isCancelled: async () => {
      peer.reply(await peer.request('CANCEL'), 200);
      peer.reply(invite, 487);
      await peer.request('ACK');
    },
    takesTransfer: async (status: number) => {
      const refer = await peer.request('REFER');
      peer.reply(refer, 202);
      inside('NOTIFY', {
        body: `SIP/2.0 ${status} Any\r\n`,
        fields: ['Event: refer', 'Subscription-State: terminated', 'Content-Type: message/sipfrag'],
      });
      await peer.response(200);
      return refer.headers.get('refer-to') ?? '';
    },
  };
}
