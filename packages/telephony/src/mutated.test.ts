import { expect, it } from 'vitest';
import { dice, mutate } from './testing/mutate.ts';
import { RawPeer, type RawRequest } from './testing/raw-peer.ts';
import { local, random, sdp, silent } from './testing/settings.ts';
import { stage } from './testing/stage.ts';
import { calledUp, dialledUp } from './testing/up.ts';

/** 100,000 for the whole proof: `ALONGSIDE_SIP_MUTATIONS=100000`. */
const COUNT = Number(process.env.ALONGSIDE_SIP_MUTATIONS ?? 3_000);
const SEED = Number(process.env.ALONGSIDE_SIP_SEED ?? 1);
const AT_ONCE = 100;

it(`${COUNT} mutated messages of a known peer stop nothing and trip nothing (seed ${SEED})`, {
  timeout: 30_000 + COUNT * 5,
}, async () => {
  const troubles: object[] = [];
  const made = await stage({
    random,
    log: { ...silent, error: (fields) => troubles.push(fields) },
    timing: { t1: 20, t2: 80, t4: 100 },
  });
  const { engine, heard, peer, port } = made;
  const roll = dice(SEED);
  const { inside } = await calledUp(made);
  const { inside: insideOurs } = await dialledUp(made);
  // What comes of them is handled as a platform would.
  let taken = 0;
  engine.subscribe((event) => {
    if (event.type !== 'incoming') return;
    taken += 1;
    if (taken % 3 === 0) void engine.reject(event.sipCallId, 'busy');
    else if (taken % 3 === 1) void engine.answer(event.sipCallId, local);
    else void engine.ring(event.sipCallId).then(() => engine.end(event.sipCallId));
  });
  const whole = (method: string, more: Partial<RawRequest> = {}) => {
    const request = peer.ask(method, { callId: 'seed', branch: 'z9hG4bKseed', ...more });
    return peer.write(request);
  };
  const texts = [
    whole('INVITE', { body: sdp({ attributes: ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x', 'a=sendonly'] }) }),
    whole('OPTIONS'),
    whole('REGISTER', {
      fields: [
        'Authorization: Digest username="desk1", realm="alongside", nonce="a.b.c", uri="sip:x", response="00", qop=auth, nc=00000001, cnonce="c"',
      ],
    }),
    whole('CANCEL'),
    peer.write(inside('INFO', { body: 'Signal=5\r\n', fields: ['Content-Type: application/dtmf-relay'] })),
    peer.write(inside('INVITE', { body: sdp() })),
    peer.write(
      insideOurs('NOTIFY', { body: 'SIP/2.0 200 OK\r\n', fields: ['Event: refer', 'Subscription-State: terminated'] }),
    ),
    peer.write(insideOurs('REFER', { fields: ['Refer-To: <sip:+84281234567@x?Replaces=a%3Bto-tag%3Db>'] })),
    'SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContact: <sip:e@f>\r\nContent-Length: 0\r\n\r\n',
  ];
  for (let sent = 0; sent < COUNT; sent += AT_ONCE) {
    for (let index = 0; index < AT_ONCE; index += 1) {
      const text = texts[Math.floor(roll() * texts.length)] ?? '';
      // Another branch each time, or all but the first would be taken for repeats.
      peer.send(
        mutate(
          text
            .replace(/branch=z9hG4bK\w*/, `branch=z9hG4bK${sent}x${index}`)
            .replace(/Call-ID: seed/, `Call-ID: ${sent}.${index}`),
          texts,
          roll,
        ),
      );
    }
    const sound = await RawPeer.open(() => port);
    sound.ask('OPTIONS');
    await sound.response(200);
    await sound.close();
  }
  expect(troubles).toEqual([]);
  // A call can still be made.
  await dialledUp(made, 'after');
  expect(heard.of('answered').some(({ sipCallId }) => sipCallId === 'after')).toBe(true);
  await made.close();
});
