import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaReply } from '@alongside/domain';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { toneFrames } from './audio/tones.ts';
import { type MediaLab, startMediaLab } from './testing/media-lab.ts';
import { openTelephonePeer, type TelephonePeer } from './testing/telephone-peer.ts';

// A process is started for most of them: beside other work that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let lab: MediaLab;
const peers: TelephonePeer[] = [];
beforeAll(async () => {
  lab = await startMediaLab(null, { soundsFolder: (await import('node:os')).tmpdir() });
});
afterEach(() => {
  for (const peer of peers.splice(0)) peer.close();
  lab.events.length = 0;
});
afterAll(() => lab?.close());

function value<Value>(reply: MediaReply<Value>): Value {
  if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
  return reply.value;
}

/** A telephone that is connected with the session. */
async function dial(sessionId: string, legId: string, options: Parameters<typeof openTelephonePeer>[0] = {}) {
  const peer = await openTelephonePeer(options);
  peers.push(peer);
  const place = value(await lab.engine.addTelephoneLeg({ sessionId, legId, role: 'third_party' }));
  peer.call(place);
  value(await lab.engine.connectTelephoneLeg(sessionId, legId, peer.parameters));
  return { peer, place };
}
const sound = ['audio'] as const;
const between = (one: string, other: string) => [
  { from: one, to: other, kinds: sound },
  { from: other, to: one, kinds: sound },
];

test('two telephones of different laws hear each other, and nothing once no route names them', async () => {
  await lab.engine.createSession({ sessionId: 'laws', audio: 'g711' });
  const { peer: one } = await dial('laws', 'one', { codec: 'PCMU' });
  const { peer: other } = await dial('laws', 'other', { codec: 'PCMA' });
  one.tone(440);
  other.tone(1_000);
  await lab.event('flowing', ({ legId }) => legId === 'one');
  expect([one.tones(), other.tones()]).toEqual([[], []]);
  value(await lab.engine.setRoutes('laws', between('one', 'other')));
  await Promise.all([one.hears([1_000]), other.hears([440])]);
  value(await lab.engine.setRoutes('laws', [{ from: 'one', to: 'other', kinds: sound }]));
  await Promise.all([one.hears([]), other.hears([440])]);
  await lab.engine.endSession('laws');
});

test('three on one line: each hears the sum of the others, a whisper reaches one of them alone', async () => {
  await lab.engine.createSession({ sessionId: 'three', audio: 'g711' });
  const { peer: customer } = await dial('three', 'customer');
  const { peer: agent } = await dial('three', 'agent', { codec: 'PCMA' });
  const { peer: supervisor } = await dial('three', 'supervisor');
  customer.tone(440);
  agent.tone(1_000);
  supervisor.tone(2_500);
  const monitor = [
    ...between('customer', 'agent'),
    { from: 'customer', to: 'supervisor', kinds: sound },
    { from: 'agent', to: 'supervisor', kinds: sound },
  ];
  value(await lab.engine.setRoutes('three', monitor));
  await Promise.all([customer.hears([1_000]), agent.hears([440]), supervisor.hears([440, 1_000])]);
  value(await lab.engine.setRoutes('three', [...monitor, { from: 'supervisor', to: 'agent', kinds: sound }]));
  await Promise.all([customer.hears([1_000]), agent.hears([440, 2_500]), supervisor.hears([440, 1_000])]);
  value(
    await lab.engine.setRoutes('three', [
      ...monitor,
      { from: 'supervisor', to: 'agent', kinds: sound },
      { from: 'supervisor', to: 'customer', kinds: sound },
    ]),
  );
  await Promise.all([customer.hears([1_000, 2_500]), agent.hears([440, 2_500])]);
  value(await lab.engine.setRoutes('three', monitor));
  await Promise.all([customer.hears([1_000]), agent.hears([440])]);
  await lab.engine.endSession('three');
});

test('keys are told once each, and pressed as events or, where the peer knows none, as tones', async () => {
  await lab.engine.createSession({ sessionId: 'keys', audio: 'g711' });
  const { peer } = await dial('keys', 'menu');
  peer.press('7');
  await lab.event('dtmf', ({ digit }) => digit === '7');
  peer.tone(440);
  await lab.event('flowing');
  value(await lab.engine.sendDtmf('keys', 'menu', '4#'));
  await expect.poll(() => peer.keys.join(''), { timeout: 5_000 }).toBe('4#');
  expect(lab.events.filter(({ type }) => type === 'dtmf')).toHaveLength(1);
  await lab.engine.endSession('keys');
});

test('a telephone hears silence by itself, a tone, and a file that tells its end', async () => {
  const frames = toneFrames([1_900]);
  const samples = Buffer.alloc(8_000 * 2);
  for (let at = 0; at < 8_000; at += 160) {
    const frame = frames();
    for (let index = 0; index < 160; index += 1) samples.writeInt16LE(frame[index] ?? 0, (at + index) * 2);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  const name = `alongside-greeting-${process.pid}.wav`;
  await writeFile(join((await import('node:os')).tmpdir(), name), Buffer.concat([head, samples]));

  await lab.engine.createSession({ sessionId: 'play', audio: 'g711' });
  const { peer } = await dial('play', 'caller');
  await expect.poll(() => peer.received().packets, { timeout: 5_000 }).toBeGreaterThan(5);
  expect(peer.tones()).toEqual([]);
  value(await lab.engine.play('play', 'caller', { kind: 'tone', hertz: 700 }));
  await peer.hears([700]);
  value(await lab.engine.play('play', 'caller', { kind: 'file', name, repeat: false }));
  await peer.hears([1_900]);
  await lab.event('played');
  await peer.hears([]);
  expect(await lab.engine.play('play', 'caller', { kind: 'file', name: '../passwd', repeat: false })).toMatchObject({
    ok: false,
    refusal: 'bad_description',
  });
  expect(peer.received().lost).toBe(0);
  await lab.engine.endSession('play');
});

test('sound under SRTP reaches the other side, and a key that is none is refused', async () => {
  await lab.engine.createSession({ sessionId: 'srtp', audio: 'g711' });
  const { peer: safe } = await dial('srtp', 'safe', { srtp: true });
  const { peer: plain } = await dial('srtp', 'plain');
  value(await lab.engine.setRoutes('srtp', between('safe', 'plain')));
  safe.tone(440);
  plain.tone(1_000);
  await Promise.all([safe.hears([1_000]), plain.hears([440])]);
  expect(
    await lab.engine.connectTelephoneLeg('srtp', 'safe', {
      ...safe.parameters,
      srtpKey: 'A'.repeat(40).replace(/A$/, '='),
    }),
  ).toMatchObject({ ok: false, refusal: 'bad_description' });
  await lab.engine.endSession('srtp');
});

test('packets from another host than the description names are not heard', async () => {
  await lab.engine.createSession({ sessionId: 'stranger', audio: 'g711' });
  const { peer: listener } = await dial('stranger', 'listener');
  const { peer: caller, place } = await dial('stranger', 'caller');
  value(await lab.engine.setRoutes('stranger', between('listener', 'caller')));
  caller.tone(440);
  await listener.hears([440]);
  const stranger = await openTelephonePeer({ host: '127.0.0.2' });
  peers.push(stranger);
  stranger.call(place);
  stranger.tone(2_500);
  const before = listener.received().packets;
  await expect.poll(() => listener.received().packets, { timeout: 5_000 }).toBeGreaterThan(before + 40);
  expect([listener.tones(), stranger.received().packets]).toEqual([[440], 0]);
  await lab.engine.endSession('stranger');
});

test('a telephone that falls silent is told as interrupted after five seconds, and as resumed when it is back', async () => {
  await lab.engine.createSession({ sessionId: 'silent', audio: 'g711' });
  const { peer } = await dial('silent', 'caller');
  peer.tone(440);
  await lab.event('flowing');
  peer.tone(null);
  const begun = performance.now();
  await lab.event('interrupted');
  expect(performance.now() - begun).toBeGreaterThan(4_000);
  expect(performance.now() - begun).toBeLessThan(7_500);
  peer.tone(440);
  await lab.event('resumed');
  await lab.engine.endSession('silent');
});

test('quality is told every five seconds: loss of either direction, round trip by the telephone’s own reports', async () => {
  await lab.engine.createSession({ sessionId: 'quality', audio: 'g711' });
  const { peer } = await dial('quality', 'caller');
  peer.tone(440);
  peer.reportsLoss(0.25);
  const { legs } = await lab.event('quality', (told) => told.legs.some(({ loss }) => loss > 0.2), 20);
  const [leg] = legs;
  expect(leg).toMatchObject({ legId: 'caller', loss: 0.25 });
  expect(leg?.roundTripMilliseconds).toBeLessThan(200);
  expect(leg?.mos).toBeLessThan(3.5);
  await lab.engine.endSession('quality');
});

test('all ports taken is refused, and a leg that ends gives its port back', async () => {
  const small = await startMediaLab(null, { telephonePorts: [47_000, 47_003] });
  try {
    await small.engine.createSession({ sessionId: 'ports', audio: 'g711' });
    const add = (legId: string) => small.engine.addTelephoneLeg({ sessionId: 'ports', legId, role: 'customer' });
    const first = [value(await add('a')).port, value(await add('b')).port];
    expect(first.every((port) => port % 2 === 0)).toBe(true);
    expect(await add('c')).toMatchObject({ ok: false, refusal: 'out_of_ports' });
    value(await small.engine.removeLeg('ports', 'a'));
    expect(first).toContain(value(await add('c')).port);
  } finally {
    await small.close();
  }
});
