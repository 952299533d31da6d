import { afterEach, describe, expect, it } from 'vitest';
import { digest, parseDigest } from './auth/digest.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RawPeer } from './testing/raw-peer.ts';
import { local, sdp, trunkAt } from './testing/settings.ts';
import { type Stage, stage } from './testing/stage.ts';
import { backoff } from './trunk/backoff.ts';

const open: Stage[] = [];
const begin = async (...parameters: Parameters<typeof stage>) => {
  const made = await stage(...parameters);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const made of open.splice(0)) await made.close();
});

const account = { mode: 'register', username: 'acme', password: 'secret' } as const;

describe('a trunk that we sign in to', () => {
  it('is signed in with its credentials, refreshed before it runs out, and signed out', async () => {
    const clock = new ManualClock();
    const { engine, heard, peer } = await begin({ clock }, account);
    const bare = await peer.request('REGISTER');
    expect(bare.uri).toBe('sip:127.0.0.1');
    expect(bare.to.uri.user).toBe('acme');
    peer.reply(bare, 401, {
      fields: ['WWW-Authenticate: Digest realm="carrier", nonce="n1", algorithm=SHA-256, qop="auth"'],
    });
    const register = await peer.request('REGISTER');
    const given = parseDigest(register.headers.get('authorization') ?? '');
    const counted = { nc: '00000001', cnonce: given?.get('cnonce') ?? '' };
    const input = {
      algorithm: 'SHA-256',
      username: 'acme',
      realm: 'carrier',
      password: 'secret',
      method: 'REGISTER',
    } as const;
    expect(given?.get('response')).toBe(digest({ ...input, uri: register.uri, nonce: 'n1', counted }));
    const contact = register.headers.get('contact')?.replace(/expires=\d+/, 'expires=100') ?? '';
    peer.reply(register, 200, { fields: [`Contact: ${contact}`] });
    expect(await heard.until('trunk')).toEqual({
      type: 'trunk',
      trunkId: 'trunk-1',
      state: 'registered',
      reason: null,
      status: 200,
    });
    clock.advance(74_000);
    clock.advance(12_000);
    const refresh = await peer.request('REGISTER');
    expect(refresh.callId).toBe(register.callId);
    expect(refresh.cseq).toBeGreaterThan(register.cseq);
    peer.reply(refresh, 200);
    const closing = engine.close();
    const out = await peer.request('REGISTER');
    expect(out.headers.get('expires')).toBe('0');
    peer.reply(out, 200);
    await closing;
    expect(heard.of('trunk')).toHaveLength(1);
  });

  it('is called by our Contact, and the number stands beside it', async () => {
    const { heard, peer } = await begin({}, account);
    const register = await peer.request('REGISTER');
    peer.reply(register, 200);
    await heard.until('trunk');
    const contact = /<(sip:[^>]+)>/.exec(register.headers.get('contact') ?? '')?.[1] ?? '';
    peer.ask('INVITE', { uri: contact, to: '<sip:+84281234567@127.0.0.1>', body: sdp() });
    expect(await heard.until('incoming')).toMatchObject({ trunkId: 'trunk-1', to: '+84281234567' });
  });

  it('learns from the registrar where a NAT shows it', async () => {
    const { peer } = await begin({}, account);
    const first = await peer.request('REGISTER');
    const via = first.headers.get('via')?.replace(';rport', ';received=203.0.113.9;rport=61000') ?? '';
    peer.send(
      `SIP/2.0 200 OK\r\nVia: ${via}\r\nFrom: ${first.headers.get('from')}\r\nTo: ${first.headers.get('to')};tag=r\r\nCall-ID: ${first.callId}\r\nCSeq: ${first.cseq} REGISTER\r\nContent-Length: 0\r\n\r\n`,
    );
    const second = await peer.request('REGISTER');
    expect(second.headers.get('contact')).toContain('@203.0.113.9:61000');
  });

  it.each([
    [403, 'forbidden'],
    [500, 'refused'],
  ])('that refuses with %i is told as %s once', async (status, reason) => {
    const clock = new ManualClock();
    const { heard, peer } = await begin({ clock }, account);
    peer.reply(await peer.request('REGISTER'), status);
    expect(await heard.until('trunk')).toMatchObject({ state: 'failed', reason, status });
    clock.advance(status === 403 ? 75_000 : 3_000);
    peer.reply(await peer.request('REGISTER'), status);
    await peer.settled();
    clock.advance(status === 403 ? 150_000 : 6_000);
    peer.reply(await peer.request('REGISTER'), 200);
    expect(await heard.until('trunk', 2)).toMatchObject({ state: 'registered' });
    expect(heard.of('trunk').map(({ state }) => state)).toEqual(['failed', 'registered']);
  });

  it('takes the longer time that a registrar wants', async () => {
    const { peer } = await begin({}, account);
    peer.reply(await peer.request('REGISTER'), 423, { fields: ['Min-Expires: 1800'] });
    expect((await peer.request('REGISTER')).headers.get('expires')).toBe('1800');
  });

  it('with a wrong password is tried seldom', () => {
    const waits = [1, 2, 3, 9, 99].map((failures) => backoff(failures, 'credentials', 0.5));
    expect(waits).toEqual([60_000, 120_000, 240_000, 1_800_000, 1_800_000]);
    expect([1, 2, 99].map((failures) => backoff(failures, 'ordinary', 0.5))).toEqual([2_000, 4_000, 300_000]);
    expect(backoff(1, 'ordinary', 0)).toBeCloseTo(1_600);
    expect(backoff(1, 'ordinary', 1)).toBeCloseTo(2_400);
  });
});

describe('a trunk by address', () => {
  it('is reachable while it answers', async () => {
    const clock = new ManualClock();
    const made = await stage({ clock }, null);
    open.push(made);
    await made.engine.setTrunks([trunkAt(made.peer.port)]);
    made.peer.reply(await made.peer.request('OPTIONS'), 404);
    expect(await made.heard.until('trunk')).toMatchObject({ state: 'reachable', status: 404 });
    clock.advance(60_000);
    await made.peer.request('OPTIONS');
    clock.advance(4_000);
    expect(await made.heard.until('trunk', 2)).toMatchObject({ state: 'failed', reason: 'timeout' });
  });

  it('whose name has no address is told as a fault of DNS', async () => {
    const resolver = {
      services: async () => [],
      addresses: async () => {
        throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      },
    };
    const made = await stage({ resolver }, null);
    open.push(made);
    await made.engine.setTrunks([trunkAt(5060, { host: 'nowhere.example' })]);
    expect(await made.heard.until('trunk')).toMatchObject({ state: 'failed', reason: 'dns' });
    const call = { sipCallId: 'c', via: { trunkId: 'trunk-1', number: '+84912345678' }, local, ringSeconds: 5 };
    expect((await made.engine.dial(call)).ok).toBe(true);
    expect(await made.heard.until('ended')).toMatchObject({ failure: 'trunk_down' });
  });

  it('that nobody listens at is told as such', async () => {
    const made = await stage({}, null);
    open.push(made);
    await made.engine.setTrunks([trunkAt(1, { transport: 'tcp' })]);
    expect(await made.heard.until('trunk')).toMatchObject({ state: 'failed', reason: 'refused' });
  });

  it.each([
    [{ host: 'a b' }, 'bad_host'],
    [{ host: 'x\r\nY: 1' }, 'bad_host'],
    [{ port: 70_000 }, 'bad_port'],
    [{ username: 'a b' }, 'bad_username'],
    [{ username: 'a>' }, 'bad_username'],
    [{ username: 'a', password: 'x\r\ny' }, 'bad_password'],
    [{ mode: 'register' as const }, 'no_credentials'],
    [{ callerNumber: '0912' }, 'bad_caller_number'],
    [{ callerNumber: '+84912345678>;x' }, 'bad_caller_number'],
    [{ codecs: [] }, 'no_codec'],
    [{ peers: ['*'] }, 'bad_peer'],
  ])('with wrong settings is not used: %j', async (wrong, reason) => {
    const made = await stage({}, null);
    open.push(made);
    await made.engine.setTrunks([trunkAt(5060, wrong)]);
    expect(made.heard.of('trunk')).toEqual([
      { type: 'trunk', trunkId: 'trunk-1', state: 'failed', reason, status: null },
    ]);
  });

  it('of two at one carrier the one whose number was called is told', async () => {
    const made = await begin();
    const second = trunkAt(made.peer.port, { id: 'trunk-2', callerNumber: '+84287654321' });
    await made.engine.setTrunks([trunkAt(made.peer.port), second]);
    made.peer.ask('INVITE', { uri: 'sip:84287654321@127.0.0.1', body: sdp() });
    expect(await made.heard.until('incoming')).toMatchObject({ trunkId: 'trunk-2' });
  });

  it('that says it has the number of another is told beside it, and its demands refuse no call', async () => {
    const made = await begin();
    const greedy = trunkAt(made.peer.port, { id: 'trunk-0', tenantId: 'tenant-0', srtp: 'always' });
    await made.engine.setTrunks([greedy, trunkAt(made.peer.port)]);
    made.peer.ask('INVITE', { body: sdp() });
    const numbers = { from: '+84912345678', to: '+84241234567' };
    expect(await made.heard.until('incoming')).toMatchObject({
      trunkId: 'trunk-1',
      others: [{ trunkId: 'trunk-0', ...numbers }],
    });
  });

  it('that is taken away hears nothing more', async () => {
    const made = await begin();
    await made.engine.setTrunks([]);
    made.peer.ask('INVITE', { body: sdp() });
    await made.peer.response(403);
  });
});

describe('TCP', () => {
  it('carries a call, messages cut anywhere', async () => {
    const made = await stage({ listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }] }, null);
    open.push(made);
    const { connect } = await import('node:net');
    const port = made.engine.addresses()[0]?.port ?? 0;
    await made.engine.setTrunks([trunkAt(1, { transport: 'tcp' })]);
    await made.heard.until('trunk');
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const writer = await RawPeer.open(() => port);
    const invite = writer
      .write({
        method: 'INVITE',
        uri: 'sip:+84241234567@127.0.0.1',
        branch: 'z9hG4bKtcp',
        callId: 'tcp-1',
        from: '<sip:+84912345678@127.0.0.1>;tag=a',
        to: '<sip:+84241234567@127.0.0.1>',
        cseq: 1,
        fields: [],
        body: sdp(),
      })
      .replace('SIP/2.0/UDP', 'SIP/2.0/TCP');
    const answers = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
        if (text.includes('180 Ringing')) resolve(text);
      });
    });
    socket.write('\r\n\r\n');
    for (const part of invite.match(/.{1,97}/gs) ?? []) socket.write(part);
    const { sipCallId } = await made.heard.until('incoming');
    await made.engine.ring(sipCallId);
    expect(await answers).toContain('SIP/2.0 100 Trying');
    socket.destroy();
    await writer.close();
  });
});
