import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type ErrorBody, wireErrorSchema } from '@alongside/protocol';
import { Ajv } from 'ajv';
import type { InjectOptions } from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { fakeEdge, recordingLog } from '../testing/fake-edge.ts';

const log = recordingLog();
const app = await fakeEdge({ log });
afterAll(() => app.close());
const isWireError = new Ajv({ strict: false }).compile(wireErrorSchema);

const signIn = (
  payload: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): InjectOptions => ({
  method: 'POST',
  url: '/v1/agent/sign-in',
  headers,
  payload,
});
/** Of a tenant that does not exist: refused before the store is asked. */
const person = { tenant: 'nobody', email: 'a@b.example', password: 'x' };

async function refusal(request: InjectOptions): Promise<{ status: number; error: ErrorBody['error'] }> {
  const answer = await app.inject(request);
  const body = answer.json<ErrorBody>();
  expect(Object.keys(body)).toEqual(['error']);
  expect(isWireError(body.error), JSON.stringify(body)).toBe(true);
  expect(body.error.requestId).toBeDefined();
  return { status: answer.statusCode, error: body.error };
}

test('[ERR1] every refusal of the edge is one WireError', async () => {
  const cases: [InjectOptions, number, string][] = [
    [{ url: '/v1/nothing' }, 404, 'not_found'],
    [{ url: '/v1/%zz' }, 400, 'invalid_request'],
    [{ url: '/nothing' }, 404, 'not_found'],
    [{ method: 'DELETE', url: '/v1/health' }, 404, 'not_found'],
    [{ url: '/v1/agent/me' }, 401, 'not_authenticated'],
    [{ url: '/v1/agent/me', headers: { authorization: 'Bearer nonsense' } }, 401, 'not_authenticated'],
    [signIn('{'), 400, 'malformed_json'],
    [signIn('{"email":"a","email":"b"}'), 400, 'malformed_json'],
    [signIn('{"__proto__":{"role":"administrator"}}'), 400, 'malformed_json'],
    [signIn('{"constructor":{"prototype":{"x":1}}}'), 400, 'invalid_request'],
    [signIn('[]'), 400, 'invalid_request'],
    [signIn('null'), 400, 'invalid_request'],
    [signIn('"text"'), 400, 'invalid_request'],
    [signIn(''), 400, 'invalid_request'],
    [signIn(JSON.stringify(person), { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
    [
      signIn(JSON.stringify(person), { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    ],
    [signIn(JSON.stringify({ ...person, password: 'x'.repeat(300_000) })), 413, 'body_too_large'],
    [signIn(JSON.stringify({ ...person, more: '\0' })), 400, 'invalid_request'],
    [signIn(JSON.stringify(person)), 401, 'wrong_credentials'],
  ];
  for (const [request, status, code] of cases) {
    const { status: seen, error } = await refusal(request);
    expect([seen, error.code], JSON.stringify(request).slice(0, 120)).toEqual([status, code]);
  }
});

test('[ERR1] a value at fault is named with its rule', async () => {
  const faults: [object, string, string][] = [
    [{ password: 'x' }, '/email', 'required'],
    [{ ...person, email: 'a' }, '/email', 'minLength 3'],
    [{ ...person, email: 7 }, '/email', 'type string'],
    [{ ...person, transport: 'pigeon' }, '/transport', 'one of cookie, bearer'],
  ];
  for (const [body, field, rule] of faults) {
    const { error } = await refusal(signIn(JSON.stringify(body)));
    expect(error).toMatchObject({ code: 'invalid_request', field, rule, correctiveAction: 'fix_request' });
    expect(error.message).toContain(field);
  }
});

test('[ERR3] a body deeper than 32 levels is refused before anything else looks at it', async () => {
  const deep = `{"email":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect((await refusal(signIn(deep))).error.code).toBe('too_deep');
});

test('[VER2] unknown fields in a body are ignored', async () => {
  const { error } = await refusal(
    signIn(JSON.stringify({ ...person, tenantId: 'x', role: 'administrator', later: { a: 1 } })),
  );
  expect(error.code).toBe('wrong_credentials');
});

test('an unexpected error is logged under its id and tells nothing', async () => {
  const { status, error } = await refusal({
    ...signIn(JSON.stringify(person)),
    url: '/v1/setup',
    payload: JSON.stringify({
      token: 't',
      company: 'c',
      domain: 'dd',
      name: 'n',
      email: 'a@b.example',
      password: 'long enough for everybody',
    }),
  });
  expect([status, error.code]).toEqual([500, 'internal']);
  expect(error.message).not.toMatch(/store|undefined|reading/);
  const line = log.lines.find(
    ({ fields }) => (fields as { requestId?: string }).requestId === error.requestId && 'error' in fields,
  );
  expect(line).toMatchObject({ level: 'error', fields: { where: 'POST /v1/setup' } });
});

test('what is not even HTTP gets a WireError too, and the connection is closed', async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const text = await new Promise<string>((resolve) => {
    let seen = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
    socket.on('data', (data) => {
      seen += data.toString();
    });
    socket.on('close', () => resolve(seen));
  });
  expect(text).toMatch(/^HTTP\/1.1 400 /);
  expect(isWireError(JSON.parse(text.split('\r\n\r\n')[1]!).error)).toBe(true);
});
