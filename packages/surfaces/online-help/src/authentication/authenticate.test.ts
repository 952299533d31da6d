import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fakePorts, KEY, NOW, type Signing, signedRequest } from '../testing/fakes.ts';
import { authenticate } from './authenticate.ts';
import type { AuthenticationRefusal } from './refusals.ts';

const PATH = '/v1/application/gettransactionhashforonlinehelp';
const BODY = { customerId: '123456', deviceHash: 'fwCZgi6zl2DPuNck6H644eq6JfPZpXKCqa2ouP2JS+k=' };
const MINUTE = 60_000;

const outcome = async (signing: Signing = {}, fake = fakePorts()) => {
  const result = await authenticate(fake.ports, signedRequest(PATH, BODY, signing));
  return result.ok ? 'ok' : result.refusal;
};
const at = (offset: number) => ({ date: new Date(NOW + offset).toUTCString() });

test('a signed request is its tenant, with the requester for the audit', async () => {
  await expect(authenticate(fakePorts().ports, signedRequest(PATH, BODY))).resolves.toEqual({
    ok: true,
    tenantId: KEY.tenantId,
    accessKeyId: KEY.accessKeyId,
    requesterUserId: '45186',
  });
});

describe('[F1]', () => {
  test.each(['x-dlg-date', 'x-dlg-requester-userid', 'x-dlg-authorization'])('%s missing or empty', async (name) => {
    expect(await outcome({ headers: { [name]: undefined } })).toBe('headers_missing');
    expect(await outcome({ headers: { [name]: '' } })).toBe('headers_missing');
  });

  test('an authorization that is not `DLGA id:sig`', async () => {
    expect(await outcome({ headers: { 'x-dlg-authorization': 'Bearer abc' } })).toBe('format_not_valid');
  });

  test('a date that does not fit the pattern', async () => {
    expect(await outcome({ date: new Date(NOW).toISOString() })).toBe('date_not_valid');
  });

  test('a wrong secret and an unknown key cannot be told apart', async () => {
    expect(await outcome({ secret: 'another' })).toBe('not_authorized');
    expect(await outcome({ accessKeyId: 'ak_demo_2' })).toBe('not_authorized');
  });

  test.each([-16, 16])('a clock %i minutes off', async (minutes) => {
    expect(await outcome(at(minutes * MINUTE))).toBe('outside_window');
  });

  test.each([-15, -14, 14, 15])('a clock %i minutes off passes', async (minutes) => {
    expect(await outcome(at(minutes * MINUTE))).toBe('ok');
  });

  test('one millisecond more than 15 minutes is too late', async () => {
    const fake = fakePorts();
    fake.now.at = NOW + 15 * MINUTE + 1;
    expect(await outcome({}, fake)).toBe('outside_window');
  });
});

describe('the order of the checks is that of the table', () => {
  const wrong: Record<AuthenticationRefusal, Signing> = {
    headers_missing: { headers: { 'x-dlg-requester-userid': undefined } },
    format_not_valid: { headers: { 'x-dlg-authorization': 'DLGA' } },
    date_not_valid: { date: 'yesterday' },
    not_authorized: { secret: 'another' },
    outside_window: at(-60 * MINUTE),
  };
  const order = Object.keys(wrong) as AuthenticationRefusal[];

  test.each(order.slice(0, -1).flatMap((first, i) => order.slice(i + 1).map((later) => [first, later] as const)))(
    '%s comes before %s',
    async (first, later) => {
      const headers = { ...wrong[later].headers, ...wrong[first].headers };
      // A wrong date stands before an old one: the first one's date decides.
      expect(await outcome({ ...wrong[later], ...wrong[first], headers })).toBe(first);
    },
  );
});

test('[F2] a body changed by one space after signing', async () => {
  expect(await outcome({ sendInstead: `${JSON.stringify(BODY)} ` })).toBe('not_authorized');
});

test('another method, path or content type than the signed one', async () => {
  const { ports } = fakePorts();
  const request = signedRequest(PATH, BODY);
  for (const change of [
    { method: 'PUT' },
    { path: '/v1/reporting/getonlinehelplist' },
    { headers: { ...request.headers, 'content-type': 'application/json; charset=utf-8' } },
  ]) {
    expect(await authenticate(ports, { ...request, ...change })).toEqual({ ok: false, refusal: 'not_authorized' });
  }
});

describe('replay', () => {
  test('a signature is good once', async () => {
    const fake = fakePorts();
    expect(await outcome({}, fake)).toBe('ok');
    expect(await outcome({}, fake)).toBe('not_authorized');
  });

  test('it stays refused for as long as its date would pass, on a clock that is up to a minute behind, too', async () => {
    const fake = fakePorts();
    const early = at(14 * MINUTE);
    expect(await outcome(early, fake)).toBe('ok');
    fake.now.at = NOW + 29 * MINUTE;
    expect(await outcome(early, fake)).toBe('not_authorized');
  });

  test('a signature used while our clock was ahead stays refused after the clock is set right', async () => {
    const fake = fakePorts();
    fake.ahead.by = 14 * MINUTE;
    expect(await outcome({}, fake)).toBe('ok');
    fake.ahead.by = 0;
    fake.now.at = NOW + 15 * MINUTE;
    expect(await outcome({}, fake)).toBe('not_authorized');
  });

  test('moving the line feed from before the path into the body does not make it another request', async () => {
    const { ports } = fakePorts();
    const request = signedRequest(PATH, BODY);
    expect(await authenticate(ports, request)).toMatchObject({ ok: true });
    const shifted = { ...request, rawBody: Buffer.from(`${JSON.stringify(BODY)}\n`) };
    expect(await authenticate(ports, shifted)).toEqual({ ok: false, refusal: 'not_authorized' });
  });

  test('a refused request is not remembered', async () => {
    const { ports, now } = fakePorts();
    const request = signedRequest(PATH, BODY);
    now.at = NOW + 16 * MINUTE;
    expect(await authenticate(ports, request)).toMatchObject({ refusal: 'outside_window' });
    now.at = NOW;
    expect(await authenticate(ports, request)).toMatchObject({ ok: true });
  });
});

test('the form without the line feed before the path is accepted as well', async () => {
  const date = new Date(NOW).toUTCString();
  const signature = createHmac('sha256', KEY.secret)
    .update(`POST\napplication/json\n${date}\n${JSON.stringify(BODY)}${PATH}`)
    .digest('base64');
  expect(await outcome({ headers: { 'x-dlg-authorization': `DLGA ${KEY.accessKeyId}:${signature}` } })).toBe('ok');
});
