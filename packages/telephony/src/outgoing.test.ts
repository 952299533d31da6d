import type { CallFailure } from '@alongside/domain';
import { afterEach, describe, expect, it } from 'vitest';
import { digest, parseDigest } from './auth/digest.ts';
import { standardTiming } from './clock.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { local, sdp } from './testing/settings.ts';
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

const number = '+84912345678';
const dialled = { sipCallId: 'call-1', via: { trunkId: 'trunk-1', number }, local, ringSeconds: 30 };

describe('a call that goes out', () => {
  it('rings, is answered, and is ended by us', async () => {
    const { engine, heard, peer } = await begin();
    expect(await engine.dial(dialled)).toEqual({ ok: true, value: undefined });
    const invite = await peer.request('INVITE');
    expect(invite.uri).toBe(`sip:${number}@127.0.0.1:${peer.port};user=phone`);
    expect(invite.from.uri.user).toBe('+84241234567');
    expect(invite.callId).not.toContain('call-1');
    expect(invite.body).toContain('m=audio 40000 RTP/AVP 0 8 101\r\n');
    peer.reply(invite, 180);
    expect(await heard.until('ringing')).toEqual({ type: 'ringing', sipCallId: 'call-1' });
    peer.reply(invite, 200, {
      body: sdp({ port: 31_000, types: '8 96', attributes: ['a=rtpmap:96 telephone-event/8000'] }),
    });
    const ack = await peer.request('ACK');
    expect(ack.uri).toBe(`sip:peer@127.0.0.1:${peer.port}`);
    expect(await heard.until('answered')).toEqual({
      type: 'answered',
      sipCallId: 'call-1',
      remote: { host: '127.0.0.1', port: 31_000, codec: 'PCMA', dtmfPayloadType: 96, srtpKey: null },
    });
    peer.reply(invite, 200, { body: sdp() });
    await peer.request('ACK');
    await engine.end('call-1');
    peer.reply(await peer.request('BYE'), 200);
    expect(heard.of('ended')).toEqual([{ type: 'ended', sipCallId: 'call-1', by: 'us', failure: null, status: null }]);
    expect(heard.of('answered')).toHaveLength(1);
  });

  it('hands on sound that comes before the answer', async () => {
    const { engine, heard, peer } = await begin();
    await engine.dial(dialled);
    peer.reply(await peer.request('INVITE'), 183, { body: sdp({ port: 31_500 }) });
    expect(await heard.until('ringing')).toMatchObject({ remote: { port: 31_500 } });
  });

  it('asks again while nobody answers, less and less often, and gives the trunk up', async () => {
    const clock = new ManualClock();
    const { engine, heard, peer } = await begin({ clock, timing: standardTiming });
    await engine.dial({ ...dialled, ringSeconds: 60 });
    const sent: number[] = [];
    for (let second = 0; second < 32; second += 0.5) {
      await peer.settled();
      sent.push(peer.count((message) => message.method === 'INVITE'));
      clock.advance(500);
    }
    // After 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 seconds.
    expect([0, 1, 2, 3, 6, 7, 14, 15, 30, 31, 62, 63].map((half) => sent[half])).toEqual([
      1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7,
    ]);
    expect(heard.of('ended')).toEqual([
      { type: 'ended', sipCallId: 'call-1', by: 'peer', failure: 'trunk_down', status: 408 },
    ]);
  });

  it.each<[number, CallFailure]>([
    [300, 'refused'],
    [302, 'refused'],
    [403, 'refused'],
    [404, 'unreachable'],
    [408, 'no_answer'],
    [410, 'unreachable'],
    [480, 'no_answer'],
    [484, 'unreachable'],
    [486, 'busy'],
    [487, 'cancelled'],
    [488, 'no_common_codec'],
    [500, 'network'],
    [503, 'trunk_down'],
    [600, 'busy'],
    [603, 'refused'],
    [604, 'unreachable'],
    [401, 'not_authenticated'],
  ])('ends after %i as %s, acknowledged and never tried elsewhere', async (status, failure) => {
    const { engine, heard, peer } = await begin();
    await engine.dial(dialled);
    peer.reply(await peer.request('INVITE'), status, { fields: ['Contact: <sip:+882161234567@127.0.0.1:5999>'] });
    await peer.request('ACK');
    expect(await heard.until('ended')).toEqual({ type: 'ended', sipCallId: 'call-1', by: 'peer', failure, status });
    expect(peer.count((message) => message.method === 'INVITE')).toBe(1);
  });

  it.each(['MD5', 'SHA-256'] as const)(
    'gives its credentials once where they are asked for, by %s',
    async (algorithm) => {
      const { engine, heard, peer } = await begin({}, { username: 'acme', password: 'p"ss' });
      await engine.dial(dialled);
      const bare = await peer.request('INVITE');
      const fields = ['Proxy-Authenticate: Digest realm="carrier", nonce="n1", algorithm=MD5, qop="auth,auth-int"'];
      if (algorithm === 'SHA-256')
        fields.push('Proxy-Authenticate: Digest realm="carrier", nonce="n2", algorithm=SHA-256, qop="auth"');
      peer.reply(bare, 407, { fields });
      const invite = await peer.request('INVITE');
      expect(invite.cseq).toBe(bare.cseq + 1);
      const given = parseDigest(invite.headers.get('proxy-authorization') ?? '');
      const counted = { nc: given?.get('nc') ?? '', cnonce: given?.get('cnonce') ?? '' };
      const nonce = algorithm === 'MD5' ? 'n1' : 'n2';
      const input = {
        algorithm,
        username: 'acme',
        realm: 'carrier',
        password: 'p"ss',
        method: 'INVITE',
        uri: invite.uri,
      };
      expect(given?.get('response')).toBe(digest({ ...input, nonce, counted }));
      peer.reply(invite, 407, { fields });
      expect(await heard.until('ended')).toMatchObject({ failure: 'not_authenticated', status: 407 });
      expect(peer.count((message) => message.method === 'INVITE')).toBe(2);
    },
  );

  it('is cancelled when nobody picks up', async () => {
    const { engine, heard, peer } = await begin();
    await engine.dial({ ...dialled, ringSeconds: 0.1 });
    const invite = await peer.request('INVITE');
    peer.reply(invite, 180);
    const cancel = await peer.request('CANCEL');
    expect(cancel.via.branch).toBe(invite.via.branch);
    peer.reply(cancel, 200);
    peer.reply(invite, 487);
    await peer.request('ACK');
    expect(heard.of('ended')).toEqual([
      { type: 'ended', sipCallId: 'call-1', by: 'us', failure: 'no_answer', status: null },
    ]);
  });

  it('is hung up when the answer crosses our CANCEL', async () => {
    const { engine, heard, peer } = await begin();
    await engine.dial(dialled);
    const invite = await peer.request('INVITE');
    peer.reply(invite, 180);
    await heard.until('ringing');
    await engine.end('call-1');
    peer.reply(await peer.request('CANCEL'), 200);
    peer.reply(invite, 200, { body: sdp() });
    await peer.request('ACK');
    peer.reply(await peer.request('BYE'), 200);
    expect(heard.of('ended')).toHaveLength(1);
    expect(heard.of('answered')).toEqual([]);
  });

  it('is cancelled only once there is something to cancel', async () => {
    const { engine, peer } = await begin();
    await engine.dial(dialled);
    const invite = await peer.request('INVITE');
    await engine.end('call-1');
    expect(peer.count((message) => message.method === 'CANCEL')).toBe(0);
    peer.reply(invite, 100);
    peer.reply(await peer.request('CANCEL'), 200);
    peer.reply(invite, 487);
    await peer.request('ACK');
  });

  it('hangs up a second telephone that answers the same call', async () => {
    const { engine, heard, peer } = await begin();
    await engine.dial(dialled);
    const invite = await peer.request('INVITE');
    peer.reply(invite, 200, { tag: 'one', body: sdp() });
    await heard.until('answered');
    peer.reply(invite, 200, { tag: 'two', body: sdp() });
    const bye = await peer.request('BYE');
    expect(bye.to.parameters.get('tag')).toBe('two');
    peer.reply(bye, 200);
    expect(heard.of('ended')).toEqual([]);
  });

  it('is hung up when the answer has no codec of ours', async () => {
    const { engine, heard, peer } = await begin();
    await engine.dial(dialled);
    peer.reply(await peer.request('INVITE'), 200, { body: sdp({ types: '18' }) });
    await peer.request('ACK');
    peer.reply(await peer.request('BYE'), 200);
    expect(await heard.until('ended')).toMatchObject({ failure: 'no_common_codec' });
  });

  it('offers SRTP alone where the trunk wants it always', async () => {
    const { engine, peer } = await begin({}, { srtp: 'always' });
    await engine.dial(dialled);
    const { body } = await peer.request('INVITE');
    expect(body).toContain('RTP/SAVP');
    expect(body).toContain(`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${local.srtpKey}`);
  });

  it.each([
    'sip:x@evil.example',
    '+84912345678;ext=1',
    '+84912345678@evil.example',
    '+84912345678\r\nX: 1',
    '84912345678',
    '+0123456789',
    '+8491234567890123',
    '',
  ])('never leaves for what is no number: %j', async (wrong) => {
    const { engine, peer } = await begin();
    const reply = await engine.dial({ ...dialled, via: { trunkId: 'trunk-1', number: wrong } });
    expect(reply).toMatchObject({ ok: false, refusal: 'bad_number' });
    expect(peer.count((message) => message.method === 'INVITE')).toBe(0);
  });

  it('needs a trunk and an id of its own', async () => {
    const { engine } = await begin();
    const missing = await engine.dial({ ...dialled, via: { trunkId: 'other', number } });
    expect(missing).toMatchObject({ ok: false, refusal: 'no_such_trunk' });
    await engine.dial(dialled);
    expect(await engine.dial(dialled)).toMatchObject({ ok: false, refusal: 'wrong_state' });
  });

  it('leaves nothing behind when the engine closes', async () => {
    const { engine, heard, peer } = await begin();
    await engine.dial(dialled);
    const invite = await peer.request('INVITE');
    peer.reply(invite, 200, { body: sdp() });
    await heard.until('answered');
    const closing = engine.close();
    peer.reply(await peer.request('BYE'), 200);
    await closing;
    expect(await engine.dial(dialled)).toMatchObject({ ok: false, refusal: 'engine_away' });
  });
});
