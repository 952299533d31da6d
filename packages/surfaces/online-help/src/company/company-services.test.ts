import { createHmac } from 'node:crypto';
import type { OutgoingAnswer, OutgoingRequest } from '@alongside/domain';
import { expect, test } from 'vitest';
import { companyServices } from './company-services.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const BACKEND = { url: 'https://bank.example/help', keyId: 'alongside_1', secret: 'test-secret' };

/** A company that gives this answer to everything. */
function company(status: number, body: string | object | null) {
  const asked: OutgoingRequest[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer: OutgoingAnswer =
    status === 0
      ? { ok: false, error: 'timeout', milliseconds: 1 }
      : { ok: true, status, headers: {}, body: Buffer.from(text), cut: false, milliseconds: 1 };
  const services = companyServices({
    outgoing: {
      async send(request) {
        asked.push(request);
        return answer;
      },
      refusal: async () => null,
    },
    clock: { now: () => NOW },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return { services, asked };
}

const interaction = {
  customerId: '123456',
  identityNumber: '11111111110',
  attachedData: { segment: 'gold', ' ünïcode "': '\n' },
  idempotencyKey: 'k/1',
};

test('CreateInteraction passes the attached data through untouched, signed like requests to us', async () => {
  const { services, asked } = company(200, { success: true, result: { interactionId: 'I-7' } });
  expect(await services.createInteraction(BACKEND, interaction)).toEqual({ kind: 'created', interactionId: 'I-7' });
  const [request] = asked;
  expect(request).toMatchObject({ method: 'POST', url: 'https://bank.example/help/CreateInteraction' });
  const { idempotencyKey, ...sent } = interaction;
  expect(JSON.parse(String(request?.body))).toEqual(sent);
  const signature = createHmac('sha256', 'test-secret')
    .update(`POST\napplication/json\n${NOW.toUTCString()}\n${request?.body}\n/help/CreateInteraction`)
    .digest('base64');
  expect(request?.headers).toMatchObject({
    'x-dlg-authorization': `DLGA alongside_1:${signature}`,
    'idempotency-key': idempotencyKey,
  });
});

test.each([
  [200, { success: true, result: { interactionId: 42 } }, { kind: 'created', interactionId: '42' }],
  [200, { success: false, errorMessage: 'Closed.' }, { kind: 'refused', message: 'Closed.' }],
  [200, { success: false }, { kind: 'refused', message: '' }],
  [200, { success: true }, { kind: 'no_answer' }],
  [200, { success: true, result: { interactionId: '' } }, { kind: 'no_answer' }],
  [200, { success: true, result: { interactionId: 2 ** 53 } }, { kind: 'no_answer' }],
  [200, { success: 'true', result: { interactionId: 'I' } }, { kind: 'no_answer' }],
  [200, 'OK', { kind: 'no_answer' }],
  [302, { success: true, result: { interactionId: 'I' } }, { kind: 'no_answer' }],
  [500, { success: true, result: { interactionId: 'I' } }, { kind: 'no_answer' }],
  [0, null, { kind: 'no_answer' }],
])('CreateInteraction answered %i %j is %j', async (status, body, outcome) => {
  expect(await company(status, body).services.createInteraction(BACKEND, interaction)).toEqual(outcome);
});

test('an interaction is deleted under its own name, and one that is gone already is gone', async () => {
  const { services, asked } = company(204, '');
  expect(await services.deleteInteraction(BACKEND, 'a/../b?c')).toBe(true);
  expect(asked[0]).toMatchObject({ method: 'DELETE', url: 'https://bank.example/help/a%2F..%2Fb%3Fc' });
  for (const status of [404, 410])
    expect(await company(status, '').services.deleteInteraction(BACKEND, 'I')).toBe(true);
  for (const status of [0, 302, 401, 500])
    expect(await company(status, '').services.deleteInteraction(BACKEND, 'I')).toBe(false);
  const climbing = company(500, '');
  expect(await climbing.services.deleteInteraction(BACKEND, '..')).toBe(true);
  expect(climbing.asked).toEqual([]);
});

test.each([
  [200, 'Validated', 'valid'],
  [200, '"Validated"\n', 'valid'],
  [200, 'validated', 'invalid'],
  [200, 'InvalidToken', 'invalid'],
  [200, 'ExpiredToken', 'invalid'],
  [200, 'InvalidDeviceId', 'invalid'],
  [200, 'BadRequest', 'invalid'],
  [200, 'ExpiredCode', 'invalid'],
  [200, '', 'invalid'],
  [200, '<html>', 'invalid'],
  [401, 'Validated', 'invalid'],
  [200, 'InternalError', 'no_answer'],
  [503, 'Validated', 'no_answer'],
  [0, '', 'no_answer'],
])('checkauthtoken answered %i %j is %s', async (status, body, outcome) => {
  const { services, asked } = company(status, body);
  const token = { deviceId: 'D', dlgToken: 'T', customerNo: '123456', deviceHash: 'H' };
  expect(await services.checkAuthToken(BACKEND, token)).toBe(outcome);
  expect(JSON.parse(String(asked[0]?.body))).toEqual(token);
});

test.each([
  [200, { success: true, result: {} }, 'valid'],
  [200, { success: false, errorMessage: 'x' }, 'invalid'],
  [200, { success: 'true' }, 'invalid'],
  [200, 'true', 'invalid'],
  [404, { success: true }, 'invalid'],
  [502, { success: true }, 'no_answer'],
  [0, null, 'no_answer'],
])('CheckToken answered %i %j is %s', async (status, body, outcome) => {
  const { services, asked } = company(status, body);
  expect(await services.checkToken(BACKEND, { sessionId: 'S&1', token: 'T', userNo: '45186' })).toBe(outcome);
  expect(asked[0]).toMatchObject({
    method: 'GET',
    url: 'https://bank.example/help/CheckToken?sessionId=S%261&token=T&userNo=45186',
  });
});

test('a document is sent whole, and its id or the refusal comes back', async () => {
  const document = {
    userId: '45186',
    fileName: 'contract.pdf',
    mediaType: 'application/pdf',
    description: 'Signed',
    bytes: Buffer.from('%PDF'),
    folder: 'Contracts',
    fields: { customer: '123456' },
  };
  const { services, asked } = company(200, { success: true, documentId: 'D-9' });
  expect(await services.createDocument(BACKEND, document)).toEqual({ kind: 'created', documentId: 'D-9' });
  expect(JSON.parse(String(asked[0]?.body))).toEqual({
    userId: '45186',
    fileName: 'contract.pdf',
    fileType: 'application/pdf',
    fileDescription: 'Signed',
    base64FileContent: 'JVBERg==',
    dmsFolderName: 'Contracts',
    documentFields: { customer: '123456' },
  });
  const full = company(200, { success: false, errorMessage: 'Full.' }).services;
  expect(await full.createDocument(BACKEND, document)).toEqual({ kind: 'refused', message: 'Full.' });
  expect(await company(0, null).services.createDocument(BACKEND, document)).toEqual({ kind: 'no_answer' });
});
