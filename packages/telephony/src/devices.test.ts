import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DigestAlgorithm, digest, parseDigest } from './auth/digest.ts';
import type { SipResponse } from './message/sip-message.ts';
import { RawPeer } from './testing/raw-peer.ts';
import { device, local, oneLoopback, sdp } from './testing/settings.ts';
import { type Stage, stage } from './testing/stage.ts';
import { dialledUp } from './testing/up.ts';

const open: Stage[] = [];
const telephones: RawPeer[] = [];
const begin = async () => {
  const made = await stage({}, null);
  open.push(made);
  await made.engine.setDevices([device]);
  return made;
};
/** Another address each, as telephones have. */
const telephone = async ({ port }: Stage, host = '127.0.0.20') => {
  const made = await RawPeer.open(() => port, host);
  telephones.push(made);
  return made;
};
beforeEach(({ skip }) => {
  if (oneLoopback !== null) skip(oneLoopback);
});
afterEach(async () => {
  for (const made of open.splice(0)) await made.close();
  for (const made of telephones.splice(0)) await made.close();
});

const uri = 'sip:127.0.0.1';
const addressOf = (name: string) => ({ uri, from: `<sip:${name}@127.0.0.1>;tag=t`, to: `<sip:${name}@127.0.0.1>` });

function answerTo(challenge: SipResponse, algorithm: DigestAlgorithm, username: string, password: string): string {
  const offered = challenge.headers.all('www-authenticate').map(parseDigest);
  const chosen = offered.find((parameters) => parameters?.get('algorithm') === algorithm);
  const nonce = chosen?.get('nonce') ?? '';
  const counted = { nc: '00000001', cnonce: 'c' };
  const response = digest({
    algorithm,
    username,
    realm: 'alongside',
    password,
    method: 'REGISTER',
    uri,
    nonce,
    counted,
  });
  return `Authorization: Digest username="${username}", realm="alongside", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="c"`;
}

async function signIn(phone: RawPeer, algorithm: DigestAlgorithm = 'SHA-256', more: string[] = []): Promise<string> {
  phone.ask('REGISTER', addressOf('desk1'));
  const field = answerTo(await phone.response(401), algorithm, 'desk1', device.password);
  phone.ask('REGISTER', { ...addressOf('desk1'), cseq: 2, fields: [field, ...more] });
  return field;
}

describe("an agent's telephone", () => {
  it.each(['SHA-256', 'MD5'] as const)('signs in by %s and out again', async (algorithm) => {
    const made = await begin();
    const phone = await telephone(made);
    await signIn(phone, algorithm);
    expect((await phone.response(200)).headers.get('contact')).toContain('expires=600');
    expect(await made.heard.until('device')).toEqual({ type: 'device', agentId: 'agent-1', state: 'registered' });
    await signIn(phone, algorithm, ['Expires: 0']);
    await phone.response(200);
    expect(await made.heard.until('device', 2)).toMatchObject({ state: 'gone' });
  });

  it('is called through the way that it came by', async () => {
    const made = await begin();
    const phone = await telephone(made);
    await signIn(phone);
    await made.heard.until('device');
    await made.engine.dial({ sipCallId: 'd1', via: { deviceOf: 'agent-1' }, local, ringSeconds: 5 });
    const invite = await phone.request('INVITE');
    expect(invite.uri).toBe(`sip:caller@127.0.0.20:${phone.port}`);
    phone.reply(invite, 200, { body: sdp() });
    await phone.request('ACK');
    expect(await made.heard.until('answered')).toMatchObject({ sipCallId: 'd1' });
  });

  it('may ask for a transfer, which the platform decides', async () => {
    const made = await begin();
    const phone = await telephone(made);
    await signIn(phone);
    await made.heard.until('device');
    await made.engine.dial({ sipCallId: 'd1', via: { deviceOf: 'agent-1' }, local, ringSeconds: 5 });
    const invite = await phone.request('INVITE');
    phone.reply(invite, 200, { body: sdp() });
    await phone.request('ACK');
    const named = {
      callId: invite.callId,
      from: `${invite.headers.get('to')};tag=peer`,
      to: invite.headers.get('from') ?? '',
    };
    phone.ask('REFER', { ...named, fields: ['Refer-To: <sip:+84281234567@x>'] });
    await phone.response(202);
    const notify = await phone.request('NOTIFY');
    expect(notify.body).toContain('100 Trying');
    phone.reply(notify, 200);
    expect(await made.heard.until('transfer_asked')).toEqual({
      type: 'transfer_asked',
      sipCallId: 'd1',
      to: '+84281234567',
    });
  });

  it('that is not signed in is not called', async () => {
    const made = await begin();
    const call = { sipCallId: 'd1', local, ringSeconds: 5 };
    const reply = await made.engine.dial({ ...call, via: { deviceOf: 'agent-1' } });
    expect(reply).toMatchObject({ ok: false, refusal: 'no_such_device' });
    expect(await made.engine.dial({ ...call, via: { deviceOf: 'x' } })).toMatchObject({ refusal: 'no_such_device' });
  });

  it('may not place calls past the platform', async () => {
    const made = await begin();
    const phone = await telephone(made);
    await signIn(phone);
    await phone.response(200);
    for (let tries = 0; tries < 8; tries += 1) {
      phone.ask('INVITE', { uri: 'sip:+882161234567@127.0.0.1', body: sdp() });
      await phone.response(403);
    }
    phone.ask('OPTIONS');
    await phone.response(200);
    expect(made.heard.of('incoming')).toEqual([]);
  });

  it('is signed out when its password changes', async () => {
    const made = await begin();
    const phone = await telephone(made);
    await signIn(phone);
    await made.heard.until('device');
    await made.engine.setDevices([{ ...device, password: 'another' }]);
    expect(await made.heard.until('device', 2)).toMatchObject({ state: 'gone' });
  });

  it('that cannot answer two challenges is given one that it can', async () => {
    const made = await begin();
    const phone = await telephone(made);
    const again = { ...addressOf('desk1'), callId: 'the-same' };
    phone.ask('REGISTER', again);
    expect((await phone.response(401)).headers.all('www-authenticate')).toHaveLength(2);
    phone.ask('REGISTER', { ...again, cseq: 2 });
    const alone = await phone.response(401);
    expect(alone.headers.all('www-authenticate')).toEqual([expect.stringContaining('algorithm=MD5')]);
    const field = answerTo(alone, 'MD5', 'desk1', device.password);
    phone.ask('REGISTER', { ...again, cseq: 3, fields: [field] });
    await phone.response(200);
    phone.ask('REGISTER', { ...again, cseq: 4 });
    expect((await phone.response(401)).headers.all('www-authenticate')).toHaveLength(1);
  });

  it('does not sign in as another', async () => {
    const made = await begin();
    await made.engine.setDevices([device, { ...device, agentId: 'agent-2', username: 'desk2' }]);
    const phone = await telephone(made);
    phone.ask('REGISTER', addressOf('desk2'));
    const field = answerTo(await phone.response(401), 'SHA-256', 'desk1', device.password);
    phone.ask('REGISTER', { ...addressOf('desk2'), cseq: 2, fields: [field] });
    await phone.response(401);
    expect(made.heard.of('device')).toEqual([]);
  });
});

describe('whoever guesses passwords', () => {
  it('gets the same answer for names that exist and that do not', async () => {
    const made = await begin();
    const answers: string[] = [];
    for (const [name, host] of [
      ['desk1', '127.0.0.21'],
      ['nobody', '127.0.0.22'],
    ] as const) {
      const phone = await telephone(made, host);
      phone.ask('REGISTER', addressOf(name));
      const field = answerTo(await phone.response(401), 'SHA-256', name, 'wrong');
      phone.ask('REGISTER', { ...addressOf(name), cseq: 2, fields: [field] });
      const { status, reason, headers, body } = await phone.response(401);
      answers.push(`${status} ${reason} ${headers.get('www-authenticate')?.replace(/nonce="[^"]*"/, '')} ${body}`);
    }
    expect(answers[0]).toBe(answers[1]);
  });

  it('is not heard after five tries, and 10,000 more sign nobody in', async () => {
    const made = await begin();
    const phone = await telephone(made, '127.0.0.23');
    phone.ask('REGISTER', addressOf('desk1'));
    for (let tries = 0; tries < 5; tries += 1) {
      const field = answerTo(await phone.response(401), 'SHA-256', 'desk1', `guess ${tries}`);
      phone.ask('REGISTER', { ...addressOf('desk1'), cseq: tries + 2, fields: [field] });
    }
    await phone.response(401);
    const heardThen = phone.received.length;
    const friend = await telephone(made, '127.0.0.24');
    for (let tries = 0; tries < 10_000; tries += 1) {
      phone.ask('REGISTER', { ...addressOf('desk1'), cseq: tries + 10 });
      if (tries % 250 > 0) continue;
      friend.ask('REGISTER', addressOf('desk1'));
      await friend.response(401);
    }
    await signIn(friend);
    await made.heard.until('device');
    expect(phone.received.length).toBe(heardThen);
    expect(made.heard.of('device')).toHaveLength(1);
  });

  it('does not shut out an office by writing its address on datagrams', async () => {
    const made = await begin();
    const elsewhere = await telephone(made, '127.0.0.26');
    elsewhere.ask('REGISTER', addressOf('desk1'));
    const overheard = answerTo(await elsewhere.response(401), 'SHA-256', 'desk1', 'wrong');
    const forged = await telephone(made);
    for (let tries = 0; tries < 6; tries += 1) {
      forged.ask('INVITE', { body: sdp() });
      await forged.response(403);
      for (const field of [overheard, overheard.replace(/nonce="[^"]*"/, 'nonce="made.up"')]) {
        forged.ask('REGISTER', { ...addressOf('desk1'), cseq: tries + 2, fields: [field] });
        await forged.response(401);
      }
    }
    await signIn(await telephone(made));
    await made.heard.until('device');
  });

  it('does not shut out a telephone that is signed in behind the same address', async () => {
    const made = await begin();
    const phone = await telephone(made);
    await signIn(phone);
    await made.heard.until('device');
    const guesser = await telephone(made);
    guesser.ask('REGISTER', addressOf('desk1'));
    for (let tries = 0; tries < 5; tries += 1) {
      const field = answerTo(await guesser.response(401), 'MD5', 'desk1', `guess ${tries}`);
      guesser.ask('REGISTER', { ...addressOf('desk1'), cseq: tries + 2, fields: [field] });
    }
    await guesser.response(401);
    const count = guesser.received.length;
    guesser.ask('REGISTER', addressOf('desk1'));
    await signIn(phone);
    await phone.response(200);
    expect(guesser.received.length).toBe(count);
  });

  it('cannot use what was overheard: a nonce is good once', async () => {
    const made = await begin();
    const phone = await telephone(made);
    const field = await signIn(phone);
    await phone.response(200);
    const thief = await telephone(made, '127.0.0.25');
    thief.ask('REGISTER', { ...addressOf('desk1'), cseq: 3, fields: [field] });
    const answer = await thief.response(401);
    expect(answer.headers.get('www-authenticate')).toContain('stale=true');
    await made.engine.dial({ sipCallId: 'd1', via: { deviceOf: 'agent-1' }, local, ringSeconds: 5 });
    expect((await phone.request('INVITE')).uri).toContain('127.0.0.20');
  });

  it('does not shut out the carrier by writing its address', async () => {
    const made = await stage();
    open.push(made);
    for (let tries = 0; tries < 20; tries += 1)
      made.peer.ask('REGISTER', {
        ...addressOf('desk1'),
        fields: ['Authorization: Digest username="desk1", realm="alongside"'],
      });
    await dialledUp(made);
    expect(made.heard.of('ended')).toEqual([]);
  });
});
