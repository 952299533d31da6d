import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SipMessage } from './message/sip-message.ts';
import { RawPeer, type RawRequest } from './testing/raw-peer.ts';
import { local, oneLoopback, sdp } from './testing/settings.ts';
import { type Stage, stage } from './testing/stage.ts';

const open: Stage[] = [];
const begin = async (...parameters: Parameters<typeof stage>) => {
  const made = await stage(...parameters);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const made of open.splice(0)) await made.close();
});

const tagOf = (message: SipMessage) => message.to.parameters.get('tag') ?? '';
/** A request of the caller's inside the call. */
const inside = (invite: RawRequest, answer: SipMessage, cseq: number) => ({
  callId: invite.callId,
  from: invite.from,
  to: `${invite.to};tag=${tagOf(answer)}`,
  cseq,
});

describe('a call that comes in', () => {
  it('is told with its numbers and where its sound is, rings, is answered and ended by the caller', async () => {
    const { engine, heard, peer } = await begin();
    const invite = peer.ask('INVITE', { body: sdp() });
    await peer.response(100);
    const incoming = await heard.until('incoming');
    expect(incoming).toMatchObject({
      trunkId: 'trunk-1',
      from: '+84912345678',
      fromName: 'A caller',
      to: '+84241234567',
      remote: { host: '127.0.0.1', port: 30_000, codec: 'PCMU', dtmfPayloadType: 101, srtpKey: null },
    });
    expect(await engine.ring(incoming.sipCallId)).toEqual({ ok: true, value: undefined });
    await peer.response(180);
    const answering = engine.answer(incoming.sipCallId, local);
    const answer = await peer.response(200);
    expect(answer.body).toContain('m=audio 40000 RTP/AVP 0 101\r\n');
    expect(answer.body).toContain('a=sendrecv');
    peer.ask('ACK', inside(invite, answer, 1));
    expect(await answering).toEqual({ ok: true, value: undefined });
    peer.ask('BYE', inside(invite, answer, 2));
    await peer.response(200);
    expect(await heard.until('ended')).toMatchObject({ sipCallId: incoming.sipCallId, by: 'peer', failure: null });
    expect(await engine.hold(incoming.sipCallId, true)).toMatchObject({ ok: false, refusal: 'no_such_call' });
  });

  it.each([
    ['0912345678', '02431234567', '+84912345678', '+842431234567'],
    ['84912345678', '842431234567', '+84912345678', '+842431234567'],
    ['0084912345678', '+842431234567', '+84912345678', '+842431234567'],
    ['anonymous', '100', '', '100'],
  ])('has its numbers in E.164 however the carrier writes them: %s, %s', async (from, to, told, called) => {
    const { heard, peer } = await begin();
    peer.ask('INVITE', { from: `<sip:${from}@127.0.0.1>;tag=x`, uri: `sip:${to}@127.0.0.1`, body: sdp() });
    expect(await heard.until('incoming')).toMatchObject({ from: told, to: called });
  });

  it('may be heard before it is answered', async () => {
    const { engine, heard, peer } = await begin();
    const invite = peer.ask('INVITE', { body: sdp() });
    const { sipCallId } = await heard.until('incoming');
    expect((await engine.answer(sipCallId, local, true)).ok).toBe(true);
    const early = await peer.response(183);
    const answering = engine.answer(sipCallId, local);
    const answer = await peer.response(200);
    expect(answer.body).toBe(early.body);
    expect(tagOf(answer)).toBe(tagOf(early));
    peer.ask('ACK', inside(invite, answer, 1));
    expect((await answering).ok).toBe(true);
  });

  it('is one call, however often its INVITE comes', async () => {
    const { heard, peer } = await begin();
    const invite = peer.ask('INVITE', { body: sdp() });
    await heard.until('incoming');
    peer.send(peer.write(invite));
    peer.send(peer.write(invite));
    peer.ask('INVITE', { ...invite, branch: 'z9hG4bKotherway' });
    await peer.response(482);
    expect(heard.of('incoming')).toHaveLength(1);
  });

  it('repeats its answer while the ACK is lost, then hangs up and says so once', async () => {
    const { engine, heard, peer } = await begin({ timing: { t1: 10, t2: 80, t4: 100 } });
    peer.ask('INVITE', { body: sdp() });
    const { sipCallId } = await heard.until('incoming');
    expect(await engine.answer(sipCallId, local)).toMatchObject({ ok: false, refusal: 'wrong_state' });
    await peer.request('BYE');
    expect(peer.count((message) => message.kind === 'response' && message.status === 200)).toBeGreaterThan(5);
    expect(heard.of('ended')).toEqual([{ type: 'ended', sipCallId, by: 'us', failure: 'network', status: null }]);
  });

  it('ends as cancelled when the caller gives up, and cannot be answered any more', async () => {
    const { engine, heard, peer } = await begin();
    const invite = peer.ask('INVITE', { body: sdp() });
    const { sipCallId } = await heard.until('incoming');
    peer.ask('CANCEL', { ...invite });
    await peer.next((message) => message.kind === 'response' && message.method === 'CANCEL' && message.status === 200);
    const refused = await peer.response(487);
    peer.ask('ACK', { ...invite, to: `${invite.to};tag=${tagOf(refused)}` });
    expect(await heard.until('ended')).toMatchObject({ by: 'peer', failure: 'cancelled', status: 487 });
    expect(await engine.answer(sipCallId, local)).toMatchObject({ ok: false, refusal: 'no_such_call' });
  });

  it('stays up when the CANCEL crosses the answer', async () => {
    const { engine, heard, peer } = await begin();
    const invite = peer.ask('INVITE', { body: sdp() });
    const { sipCallId } = await heard.until('incoming');
    const answering = engine.answer(sipCallId, local);
    const answer = await peer.response(200);
    peer.ask('CANCEL', { ...invite });
    await peer.next((message) => message.kind === 'response' && message.method === 'CANCEL' && message.status === 200);
    peer.ask('ACK', inside(invite, answer, 1));
    expect((await answering).ok).toBe(true);
    expect(heard.of('ended')).toEqual([]);
  });

  it('is hung up when we end it between our answer and the ACK', async () => {
    const { engine, heard, peer } = await begin();
    const invite = peer.ask('INVITE', { body: sdp() });
    const { sipCallId } = await heard.until('incoming');
    const answering = engine.answer(sipCallId, local);
    const answer = await peer.response(200);
    await engine.end(sipCallId);
    peer.ask('ACK', inside(invite, answer, 1));
    peer.reply(await peer.request('BYE'), 200);
    expect((await answering).ok).toBe(false);
    expect(heard.of('ended')).toHaveLength(1);
  });

  it.each([
    ['busy', 486],
    ['declined', 603],
    ['unavailable', 480],
    ['not_found', 404],
  ] as const)('is rejected as %s by %i, repeated until the ACK', async (why, status) => {
    const { engine, heard, peer } = await begin();
    const invite = peer.ask('INVITE', { body: sdp() });
    const { sipCallId } = await heard.until('incoming');
    await engine.reject(sipCallId, why);
    await peer.response(status);
    const refused = await peer.response(status);
    peer.ask('ACK', { ...invite, to: `${invite.to};tag=${tagOf(refused)}` });
    expect(heard.of('ended')).toEqual([{ type: 'ended', sipCallId, by: 'us', failure: 'refused', status }]);
  });

  it.each([
    ['no offer', { body: '' }, 488],
    ['no codec of ours', { body: sdp({ types: '9 111' }) }, 488],
    ['SRTP where the trunk has none', { body: sdp({ profile: 'RTP/SAVP' }) }, 488],
    ['a body that is no description', { body: 'hello', fields: ['Content-Type: text/plain'] }, 415],
    ['an extension that we lack', { body: sdp(), fields: ['Require: 100rel'] }, 420],
    ['headers in its address', { uri: 'sip:+84241234567@127.0.0.1?Route=x', body: sdp() }, 400],
  ])('is refused with %s', async (_, more, status) => {
    const { heard, peer } = await begin();
    peer.ask('INVITE', more);
    await peer.response(status);
    expect(heard.of('incoming')).toEqual([]);
  });

  it('takes SRTP with the key of its offer where the trunk may', async () => {
    const { engine, heard, peer } = await begin({}, { srtp: 'when_offered' });
    const key = 'B'.repeat(40);
    const attributes = [
      'a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:x',
      `a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31`,
    ];
    peer.ask('INVITE', { body: sdp({ profile: 'RTP/SAVP', attributes }) });
    const incoming = await heard.until('incoming');
    expect(incoming.remote.srtpKey).toBe(key);
    await engine.answer(incoming.sipCallId, local, true);
    const { body } = await peer.response(183);
    expect(body).toContain('m=audio 40000 RTP/SAVP 0 101');
    expect(body).toContain(`a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:${local.srtpKey}`);
  });

  it('refuses the other media of an offer in their places', async () => {
    const { engine, heard, peer } = await begin();
    peer.ask('INVITE', { body: `${sdp()}m=video 30002 RTP/AVP 96\r\n` });
    const { sipCallId } = await heard.until('incoming');
    await engine.answer(sipCallId, local, true);
    expect((await peer.response(183)).body).toMatch(/m=audio 40000 .*m=video 0 RTP\/AVP/s);
  });
});

describe('whoever is no peer of a trunk', () => {
  beforeEach(({ skip }) => {
    if (oneLoopback !== null) skip(oneLoopback);
  });

  it('gets the same words whatever it calls and however often, and reaches nobody', async () => {
    const { heard, port } = await begin();
    const stranger = await RawPeer.open(() => port, '127.0.0.9');
    const words: string[] = [];
    for (const uri of [
      'sip:+84241234567@127.0.0.1',
      'sip:nobody@127.0.0.1',
      'sip:+882161234567@127.0.0.1',
      'sip:100@127.0.0.1',
    ]) {
      stranger.ask('INVITE', { uri, body: sdp() });
      const answer = await stranger.response(403);
      words.push(`${answer.status} ${answer.reason} ${answer.body}`);
    }
    expect(new Set(words)).toEqual(new Set(['403 Forbidden ']));
    expect(heard.of('incoming')).toEqual([]);
    await stranger.close();
  });

  it('gets no answer to OPTIONS, nor to requests inside calls that do not exist', async () => {
    const { port } = await begin();
    const stranger = await RawPeer.open(() => port, '127.0.0.9');
    stranger.ask('OPTIONS');
    stranger.ask('BYE', { to: '<sip:x@127.0.0.1>;tag=guess' });
    stranger.ask('CANCEL');
    stranger.ask('SUBSCRIBE');
    stranger.ask('REGISTER');
    await stranger.response(401);
    expect(stranger.summary()).toEqual(['401 REGISTER']);
    await stranger.close();
  });
});
