import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { demo } from '../support/demo.ts';
import { call, request } from '../support/http.ts';
import { newDevice } from '../support/people.ts';
import { HASH_PATH, IN_HELP_PATH, LIST_PATH, type Signing, sign, signedCall, unlike } from '../support/signed.ts';

const body = { customerId: '123456', deviceHash: newDevice() };
const refusal = (status: number, message: string) => ({ status, json: { isSuccess: false, message } });
const outcome = async (signing: Signing, path = HASH_PATH) => {
  const { status, json } = await signedCall(path, body, signing);
  return { status, json };
};
const granted = {
  status: 200,
  json: { isSuccess: true, message: expect.any(String), transactionHash: expect.stringMatching(/^[0-9a-f]{32,}$/) },
};

test('a signed request gets a hash of at least 128 bits, another one each time', async () => {
  const [first, second] = [await outcome({}), await outcome({})];
  expect(first).toEqual(granted);
  expect(second).toEqual(granted);
  expect(first.json.transactionHash).not.toBe(second.json.transactionHash);
});

describe('[F1] the table of refusals', () => {
  test.each(['x-dlg-date', 'x-dlg-requester-userid', 'x-dlg-authorization'])('without %s', async (name) => {
    expect(await outcome({ headers: { [name]: undefined } })).toEqual(refusal(400, 'Required headers not found'));
  });

  test.each(['DLGA', 'DLGA K1', 'Bearer K1:c2ln', 'K1:c2ln', 'DLGA :c2ln'])('authorization "%s"', async (value) => {
    expect(await outcome({ headers: { 'x-dlg-authorization': value } })).toEqual(
      refusal(400, 'Authorization failed due to data format not valid'),
    );
  });

  test.each(['now', '2021-03-09T13:28:32Z', 'Tue, 09 Foo 2021 13:28:32 GMT', '1615296512'])(
    'date "%s"',
    async (date) => {
      expect(await outcome({ date })).toEqual(refusal(400, 'Authorization failed due to date not valid'));
    },
  );

  test('wrong secret', async () => {
    expect(await outcome({ secret: 'wrong' })).toEqual(refusal(401, 'Authorization failed'));
  });

  test('unknown key: the same as a wrong secret, byte for byte', async () => {
    const { domain } = demo.tenant;
    const wrong = await signedCall(HASH_PATH, body, { secret: 'wrong' });
    for (const accessKeyId of ['K1', `ak_${domain}_000000000000000000000000`, 'ak_nobody_000000000000000000000000']) {
      const unknown = await signedCall(HASH_PATH, body, { accessKeyId });
      expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
    }
  });

  test.each([-16, 16])('a clock %i minutes off', async (minutes) => {
    expect(await outcome({ minutes })).toEqual(refusal(403, 'Request time may not be correct.'));
  });

  test.each([-14, 14])('a clock %i minutes off passes', async (minutes) => {
    expect(await outcome({ minutes })).toEqual(granted);
  });

  test('holds for every signed address', async () => {
    for (const path of [IN_HELP_PATH, LIST_PATH]) {
      expect(await outcome({ secret: 'wrong' }, path)).toEqual(refusal(401, 'Authorization failed'));
      expect(await outcome({ minutes: 16 }, path)).toEqual(refusal(403, 'Request time may not be correct.'));
    }
  });
});

test('[F2] a body changed by one space after signing', async () => {
  const raw = unlike(body);
  const headers = sign(HASH_PATH, raw);
  for (const changed of [`${raw} `, ` ${raw}`, raw.replace(':', ': ')]) {
    expect((await request('POST', HASH_PATH, { raw: changed, headers })).status).toBe(401);
  }
  expect((await request('POST', HASH_PATH, { raw, headers })).status).toBe(200);
});

test('a signature for one address is none for another', async () => {
  const raw = unlike({ ...body, startDate: 0, endDate: 1 });
  expect((await request('POST', LIST_PATH, { raw, headers: sign(HASH_PATH, raw) })).status).toBe(401);
});

test('both published forms of the signature are accepted', async () => {
  expect(await outcome({ beforePath: '\n' })).toEqual(granted);
  expect(await outcome({ beforePath: '' })).toEqual(granted);
});

test.each(['GMT', 'UTC', '+0000', ''])('a date in zone "%s" is accepted', async (zone) => {
  const date = new Date().toUTCString().replace(' GMT', zone === '' ? '' : ` ${zone}`);
  expect(await outcome({ date })).toEqual(granted);
});

test('a request that is sent again is a replay, at once and in a crowd', async () => {
  const raw = unlike(body);
  const headers = sign(HASH_PATH, raw);
  const answers = await Promise.all(Array.from({ length: 10 }, () => request('POST', HASH_PATH, { raw, headers })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const { status, json } of answers.filter((one) => one.status !== 200)) {
    expect({ status, json }).toEqual(refusal(401, 'Authorization failed'));
  }
  expect((await request('POST', HASH_PATH, { raw: `${raw}\n`, headers })).status).toBe(401);
});

test.each([
  ['no customer', { deviceHash: 'D1' }],
  ['no device', { customerId: '123456' }],
  ['an empty customer', { customerId: '', deviceHash: 'D1' }],
  ['a customer that is no text', { customerId: { $ne: null }, deviceHash: 'D1' }],
])('a body with %s is HTTP 200 with isSuccess false and an errorCode', async (_name, wrong) => {
  const { status, json } = await signedCall(HASH_PATH, wrong);
  expect([status, json]).toEqual([200, { isSuccess: false, message: expect.stringMatching(/./), errorCode: 400 }]);
});

test('a signed body that is no JSON is refused in the same way', async () => {
  const raw = `{"customerId": ${randomUUID()}`;
  const { status, json } = await request('POST', HASH_PATH, { raw, headers: sign(HASH_PATH, raw) });
  expect([status, json.isSuccess]).toEqual([200, false]);
});

test('[F17] a revoked key is refused at once', async () => {
  const { email, password } = demo.admin;
  const credentials = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
  const { token } = await call('POST', '/v1/agent/sign-in', { body: credentials });
  const key = await call('POST', '/v1/access-keys', { token });
  const signing = { accessKeyId: key.accessKeyId, secret: key.accessKeySecret };
  expect(await outcome(signing)).toEqual(granted);
  await call('DELETE', `/v1/access-keys/${key.accessKeyId}`, { token });
  expect(await outcome(signing)).toEqual(refusal(401, 'Authorization failed'));
  await call('POST', '/v1/agent/sign-out', { token });
});
