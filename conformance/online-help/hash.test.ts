import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomBytes, randomUUID } from 'node:crypto';
import { demo } from '../support/demo.ts';
import { type Answer, call } from '../support/http.ts';
import { newCustomer, newDevice, newWaiting, start } from '../support/people.ts';
import { helpRows, mint, signedCall } from '../support/signed.ts';

/** A refusal without what differs by request. */
const plain = ({ status, json }: Answer) => {
  const { requestId: _of, ...error } = json?.error ?? {};
  return { status, error };
};
const refused = { status: 401, error: expect.objectContaining({ code: 'start_refused' }) };
const cancel = (answer: Answer) => call('POST', '/v1/online-help/cancel', { token: answer.json.token });

const SHORTEST_SECONDS = 30;
const late = { customerId: newCustomer(), deviceHash: newDevice(), transactionHash: '', at: 0 };
let admin = '';
let before: { transactionHashSeconds: number };

// Minted now and used in the last test, so that its lifetime passes while the others run.
beforeAll(async () => {
  const { email, password } = demo.admin;
  const credentials = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
  admin = (await call('POST', '/v1/agent/sign-in', { body: credentials })).token;
  before = await call('GET', '/v1/tenant', { token: admin });
  await call('PATCH', '/v1/tenant', { token: admin, body: { transactionHashSeconds: SHORTEST_SECONDS } });
  late.transactionHash = await mint(late.customerId, late.deviceHash);
  late.at = performance.now();
  await restoreLifetime();
});
const restoreLifetime = () => {
  const { transactionHashSeconds } = before;
  return call('PATCH', '/v1/tenant', { token: admin, body: { transactionHashSeconds } });
};
afterAll(async () => {
  await call('POST', '/v1/agent/sign-out', { token: admin });
});

test('[F3] a hash that was used starts nothing more, not even after the help has ended', async () => {
  const deviceHash = newDevice();
  const customerId = newCustomer();
  const transactionHash = await mint(customerId, deviceHash);
  const first = await start({ customerId, deviceHash, transactionHash });
  expect(first.status).toBe(201);
  await cancel(first);
  expect(plain(await start({ customerId, deviceHash, transactionHash }))).toEqual(refused);
  expect(await helpRows(customerId)).toHaveLength(1);
});

test('[F5] [F6] [F7] another device, another customer and a random hash are refused alike, and the hash stays good', async () => {
  const deviceHash = newDevice();
  const customerId = newCustomer();
  const transactionHash = await mint(customerId, deviceHash);
  const otherDevice = await start({ customerId, deviceHash: newDevice(), transactionHash });
  const otherCustomer = await start({ customerId: newCustomer(), deviceHash, transactionHash });
  const random = await start({ customerId, deviceHash, transactionHash: randomBytes(32).toString('hex') });
  expect(plain(otherDevice)).toEqual(refused);
  expect(plain(otherCustomer)).toEqual(plain(otherDevice));
  expect(plain(random)).toEqual(plain(otherDevice));
  const names = ({ headers }: Answer) => [...headers.keys()].sort();
  expect(names(random)).toEqual(names(otherDevice));
  const right = await start({ customerId, deviceHash, transactionHash });
  expect(right.status).toBe(201);
  await cancel(right);
});

test('a tenant that does not exist is refused like a wrong hash', async () => {
  const deviceHash = newDevice();
  const customerId = newCustomer();
  const transactionHash = await mint(customerId, deviceHash);
  const elsewhere = await start({ customerId, deviceHash, transactionHash, ...{ tenant: 'nobody' } });
  expect(plain(elsewhere)).toEqual(refused);
});

test('[F8] of twenty starts racing on one hash exactly one succeeds', async () => {
  for (let round = 0; round < 5; round += 1) {
    const deviceHash = newDevice();
    const customerId = newCustomer();
    const transactionHash = await mint(customerId, deviceHash);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => start({ customerId, deviceHash, transactionHash })),
    );
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    for (const answer of answers.filter((one) => one.status !== 201)) expect(plain(answer)).toEqual(refused);
    expect(await helpRows(customerId)).toHaveLength(1);
    if (won[0]) await cancel(won[0]);
  }
});

test('a start whose answer was lost may be repeated with the same start id, from the same device only', async () => {
  const deviceHash = newDevice();
  const customerId = newCustomer();
  const transactionHash = await mint(customerId, deviceHash);
  const startId = randomUUID();
  const first = await start({ customerId, deviceHash, transactionHash, startId });
  const again = await start({ customerId, deviceHash, transactionHash, startId });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.json.conversationId).toBe(first.json.conversationId);
  expect(plain(await start({ customerId, deviceHash: newDevice(), transactionHash, startId }))).toEqual(refused);
  expect(await helpRows(customerId)).toHaveLength(1);
  await cancel(again);
});

test.each([
  ['customerId', { customerId: '' }],
  ['customerName', { customerName: '' }],
  ['transactionHash', { transactionHash: '' }],
  ['helpType', { helpType: 'TELEPATHY' }],
])('[F9] a wrong %s is refused by its name, and costs no hash', async (field, wrong) => {
  const deviceHash = newDevice();
  const customerId = newCustomer();
  const transactionHash = await mint(customerId, deviceHash);
  const { status, json } = await start({ customerId, deviceHash, transactionHash, ...wrong });
  expect([status, json.error.code, json.error.field]).toEqual([400, 'invalid_request', `/${field}`]);
  const right = await start({ customerId, deviceHash, transactionHash });
  expect(right.status).toBe(201);
  await cancel(right);
});

test.each(['VIDEO_CALL', 'VOICE_CALL'])(
  '[F9] %s waits in the queue like a chat, and stands in getcalllist as missed if nobody came',
  async (helpType) => {
    const [customerId, deviceHash] = [newCustomer(), newDevice()];
    const transactionHash = await mint(customerId, deviceHash);
    const right = await start({ customerId, deviceHash, transactionHash, helpType });
    expect(right.status).toBe(201);
    await cancel(right);
    const callType = helpType === 'VIDEO_CALL' ? 'video' : 'voice';
    const [startDate, endDate] = [0, Date.now() + 3_600_000];
    const rows = async (type: string) =>
      (await signedCall('/v1/reporting/getcalllist', { startDate, endDate, callType: type, customerId })).json;
    for (const type of ['all', callType])
      expect(await rows(type)).toEqual([
        expect.objectContaining({
          initiatorId: customerId,
          callType,
          callState: 'MISSED',
          callTime: 0,
          callUseType: callType === 'video' ? 2 : 3,
        }),
      ]);
    expect(await rows(callType === 'video' ? 'voice' : 'video')).toEqual([]);
  },
);

test('[F10] a customer who is already in help gets no second one, from no device', async () => {
  const waiting = await newWaiting();
  const deviceHash = newDevice();
  const { customerId } = waiting;
  const second = await start({ customerId, deviceHash, transactionHash: await mint(customerId, deviceHash) });
  expect([second.status, second.json.error.code]).toEqual([409, 'already_in_help']);
  expect(await helpRows(customerId)).toHaveLength(1);
  await call('POST', '/v1/online-help/cancel', { token: waiting.token });
});

test('[F4] a hash past its lifetime is refused like any other wrong one', async () => {
  const left = late.at + (SHORTEST_SECONDS + 1) * 1000 - performance.now();
  // Time itself is what is tested: nothing tells when it has passed.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
  const { customerId, deviceHash, transactionHash } = late;
  expect(plain(await start({ customerId, deviceHash, transactionHash }))).toEqual(refused);
  expect(await helpRows(customerId)).toEqual([]);
});
