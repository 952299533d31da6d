import { randomUUID } from 'node:crypto';
import type { Call, PhoneNumber, QueueSettings } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { addTrunk, startCallServer } from '../testing/call-scene.ts';
import { call, signIn } from '../testing/client.ts';
import { availableAgent } from '../testing/scene.ts';
import { tone, wavOf } from './tune.ts';

const NUMBER = '+31201234567';
const CUSTOMER = '+31612345678';
const REMOTE = { host: '127.0.0.1', port: 30_000, codec: 'PCMA', dtmfPayloadType: 101, srtpKey: null } as const;

type Said = Partial<Omit<PhoneNumber, 'number' | 'queueId'>>;

/** A company with a number, and a telephone that calls it. */
async function company({ sounds = [], ...number }: Said & { sounds?: string[] } = {}) {
  const scene = await startCallServer();
  const { server, telephony, media } = scene;
  const admin = (await signIn(server, server.demo.admin)).token;
  const put = async <T>(path: string, body: object) => {
    const answer = await call<T>(server, 'PUT', path, { token: admin, body });
    expect([answer.status, answer.error], path).toEqual([200, undefined]);
    return answer.body;
  };
  const trunkId = await addTrunk(server, admin, NUMBER);
  for (const name of sounds) await put(`/v1/sounds/${name}`, wavOf(tone(0.1)));
  const settings = await call<{ queues: QueueSettings[] }>(server, 'GET', '/v1/queue-settings', { token: admin });
  const usual = settings.body.queues.find(({ isDefault }) => isDefault)!;
  const { id: usualId, ...before } = usual;
  const cardsId = randomUUID();
  await put(`/v1/queue-settings/${cardsId}`, { ...before, name: 'Cards calls', isDefault: false, hoursId: null });
  const menu = (number.menu ?? []).map(({ digit }) => ({ digit, queueId: cardsId }));
  await put(`/v1/phone-numbers/${encodeURIComponent(NUMBER)}`, { greeting: null, ...number, menu, queueId: usualId });
  await expect.poll(() => telephony.trunks).toHaveLength(1);
  const boss = (await signIn(server, server.demo.agents[3]!)).token;

  return {
    ...scene,
    admin,
    cardsId,
    usualId,
    ring() {
      const sipCallId = randomUUID();
      const event = { type: 'incoming', sipCallId, trunkId, from: CUSTOMER, fromName: null, to: NUMBER } as const;
      telephony.happen({ ...event, remote: REMOTE });
      return sipCallId;
    },
    /** The one call's session, once it is there. */
    async session() {
      await expect.poll(() => [...media.sessions.values()].flatMap(({ legs }) => [...legs.keys()])).toHaveLength(1);
      const [[sessionId, { legs }] = ['', { legs: new Map() }]] = [...media.sessions];
      return { sessionId, legId: [...legs.keys()][0] as string };
    },
    playing: () =>
      [...media.sessions.values()].flatMap(({ legs }) => [...legs.values()].map(({ playing }) => playing))[0],
    async calls(): Promise<Call[]> {
      return (await call<{ calls: Call[] }>(server, 'GET', '/v1/calls', { token: boss })).body.calls;
    },
    boss,
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

const file = (name: RegExp | string, repeat: boolean) => ({
  kind: 'file',
  name: typeof name === 'string' ? name : expect.stringMatching(name),
  repeat,
});
const SOUND = /^[0-9a-f-]{36}\.wav$/;

test('a menu asks first: a digit leads to its queue, with music until an agent accepts', async () => {
  await using scene = await company({ greeting: 'welcome', menu: [{ digit: '2', queueId: '' }], sounds: ['welcome'] });
  const { telephony, media, server } = scene;
  const agent = await availableAgent(server);
  const sip = scene.ring();
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('answered');
  const { sessionId, legId } = await scene.session();
  await expect.poll(scene.playing).toEqual(file(SOUND, false));
  expect((await scene.calls())[0]).toMatchObject({ state: 'requested', queueId: null, contactId: null });
  // A digit that leads nowhere changes nothing.
  media.happen({ type: 'dtmf', sessionId, legId, digit: '9' });
  media.happen({ type: 'dtmf', sessionId, legId, digit: '2' });
  const { desk } = await agent.socket.frame('desk', ({ desk: seen }) => seen.offers.length > 0);
  expect(desk.offers[0]).toMatchObject({ queueName: 'Cards calls', customer: { name: CUSTOMER }, callKind: 'phone' });
  await expect.poll(scene.playing).toEqual(file('alongside.tune.wav', true));
  expect((await scene.calls())[0]).toMatchObject({ queueId: scene.cardsId, customerNumber: CUSTOMER });
  const { contactId, epoch } = desk.offers[0]!;
  await call(server, 'POST', `/v1/contacts/${contactId}/accept`, { token: agent.token, body: { epoch } });
  await expect.poll(scene.playing).toBeNull();
});

test('a digit that came by signalling counts too', async () => {
  await using scene = await company({ greeting: 'welcome', menu: [{ digit: '1', queueId: '' }], sounds: ['welcome'] });
  const sip = scene.ring();
  await expect.poll(scene.playing).toEqual(file(SOUND, false));
  scene.telephony.happen({ type: 'dtmf', sipCallId: sip, digit: '1' });
  await expect.poll(async () => (await scene.calls())[0]?.queueId).toBe(scene.cardsId);
});

test('in the queue the place is told where there is a sound for it, then the company’s music is heard', async () => {
  await using scene = await company({
    waiting: { music: 'waltz', position: true },
    sounds: ['waltz', 'position-1'],
  });
  const { media } = scene;
  scene.ring();
  const { sessionId, legId } = await scene.session();
  await expect.poll(scene.playing).toEqual(file(SOUND, false));
  media.happen({ type: 'played', sessionId, legId });
  await expect.poll(scene.playing).toEqual(file(SOUND, true));
});

test('while the queue is closed a message is taken: prompt, tone, recording, and history shows what was left', async () => {
  const hoursId = randomUUID();
  await using scene = await company({ voicemail: { greeting: 'closed', maxSeconds: 30 }, sounds: ['closed'] });
  const { server, media, telephony, admin } = scene;
  const closed = { name: 'Never', timeZone: 'UTC', week: [], holidays: [], closedMessage: 'Closed.' };
  await call(server, 'PUT', `/v1/business-hours/${hoursId}`, { token: admin, body: closed });
  const { body } = await call<{ queues: QueueSettings[] }>(server, 'GET', '/v1/queue-settings', { token: admin });
  const { id, ...queue } = body.queues.find((one) => one.id === scene.usualId)!;
  await call(server, 'PUT', `/v1/queue-settings/${id}`, { token: admin, body: { ...queue, hoursId } });

  const sip = scene.ring();
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('answered');
  const { sessionId, legId } = await scene.session();
  await expect.poll(scene.playing).toEqual(file(SOUND, false));
  media.happen({ type: 'played', sessionId, legId });
  await expect.poll(scene.playing).toEqual(file('alongside.tone.wav', false));
  media.happen({ type: 'played', sessionId, legId });
  await expect.poll(() => media.sessions.get(sessionId)?.recording).toBe('on');
  telephony.happen({ type: 'ended', sipCallId: sip, by: 'peer', failure: null, status: null });
  await expect.poll(async () => (await scene.calls())[0]?.state).toBe('ended');
  await expect.poll(async () => (await scene.calls())[0]?.recordings).toHaveLength(1);
  const [left] = await scene.calls();
  expect(left).toMatchObject({
    endReason: 'voicemail',
    endedBy: 'customer',
    answeredAt: null,
    customerNumber: CUSTOMER,
    recordings: [{ legId, consent: 'announced' }],
  });
  const [{ id: recordingId } = { id: '' }] = left?.recordings ?? [];
  const bytes = await call(server, 'GET', `/v1/calls/${left?.id}/recordings/${recordingId}`, { token: scene.boss });
  expect(bytes.status).toBe(200);
  const ended = async (reason: string) =>
    (await call<{ calls: Call[] }>(server, 'GET', `/v1/calls?endReason=${reason}`, { token: scene.boss })).body.calls;
  expect((await ended('voicemail')).map((one) => one.id)).toEqual([left?.id]);
  expect(await ended('hung_up')).toEqual([]);
});

test('after the longest wait a message is taken; the contact is over, the call goes on until the caller is done', async () => {
  await using scene = await company({
    voicemail: { greeting: null, maxSeconds: 30 },
  });
  const { telephony, media, server } = scene;
  const sip = scene.ring();
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('rung');
  // Shorter than administration may set it: tests do not wait so long.
  const { platform, demo } = server;
  await platform.store.transaction(demo.tenant.id, async (tx) => {
    const queues = await tx.routingSettings.queues();
    await tx.routingSettings.saveQueue({ ...queues.find(({ id }) => id === scene.usualId)!, maxWaitSeconds: 1 });
  });
  await expect.poll(() => telephony.calls.get(sip)?.state, { timeout: 15_000 }).toBe('answered');
  const { sessionId, legId } = await scene.session();
  await expect.poll(scene.playing).toEqual(file('alongside.tone.wav', false));
  media.happen({ type: 'played', sessionId, legId });
  await expect.poll(() => media.sessions.get(sessionId)?.recording).toBe('on');
  media.happen({ type: 'dtmf', sessionId, legId, digit: '#' });
  await expect
    .poll(async () => (await scene.calls())[0])
    .toMatchObject({
      endReason: 'voicemail',
      endedBy: 'customer',
      missedReason: 'missed_agent_timeout',
    });
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('ended');
});

test('a sound that telephones cannot play is refused with how to make it right', async () => {
  await using scene = await company();
  const { server, admin } = scene;
  const put = (name: string, body: Uint8Array) =>
    call<{ milliseconds: number }>(server, 'PUT', `/v1/sounds/${name}`, { token: admin, body });
  const stereo = wavOf(tone(0.1));
  stereo.writeUInt16LE(2, 22);
  const refused = await put('music', stereo);
  expect([refused.status, refused.error?.code]).toEqual([400, 'invalid_request']);
  expect(refused.error?.message).toContain('ffmpeg');
  expect((await put('music', wavOf(tone(0.5)))).body).toMatchObject({ name: 'music', milliseconds: 500 });
  const listed = await call<{ sounds: { name: string }[] }>(server, 'GET', '/v1/sounds', { token: admin });
  expect(listed.body.sounds.map(({ name }) => name)).toEqual(['music']);
  const stored = await fetch(`${server.url}/v1/sounds/music`, { headers: { authorization: `Bearer ${admin}` } });
  expect(stored.headers.get('content-type')).toBe('audio/wav');
  expect(Buffer.from(await stored.arrayBuffer())).toEqual(wavOf(tone(0.5)));
  expect((await call(server, 'DELETE', '/v1/sounds/music', { token: admin })).status).toBe(204);
  expect((await call(server, 'DELETE', '/v1/sounds/music', { token: admin })).status).toBe(404);
});
