import { Refused } from '@alongside/domain';
import { nativeRoutes, upSchemas } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { compileBody, compileText } from './request-schema.ts';

const CONVERSATION = '7e57d004-2b97-4e7a-b45f-5387367791cd';

function refusalOf(check: (value: unknown) => void, value: unknown): Refused['detail'] {
  try {
    check(value);
  } catch (error) {
    if (error instanceof Refused) return error.detail;
  }
  throw new Error('It was not refused.');
}

test('[VER2] unknown fields are stripped at every depth, also in the branch of a union', () => {
  const check = compileBody(upSchemas.send);
  const frame = {
    t: 'send',
    id: '1',
    conversationId: CONVERSATION,
    clientId: 'a',
    later: 1,
    body: { kind: 'file', fileId: CONVERSATION, text: 'x', role: 'administrator' },
  };
  check(frame);
  expect(frame).toEqual({
    t: 'send',
    id: '1',
    conversationId: CONVERSATION,
    clientId: 'a',
    body: { kind: 'file', fileId: CONVERSATION },
  });
});

test('a union without a name loses nothing to the branch that does not fit', () => {
  const check = compileBody(nativeRoutes.transferContact.body);
  const body = { to: { agentId: CONVERSATION } };
  check(body);
  expect(body).toEqual({ to: { agentId: CONVERSATION } });
});

test('[ERR1] the refusal is about the branch that was meant', () => {
  const check = compileBody(nativeRoutes.appendEntry.body);
  expect(refusalOf(check, { clientId: 'a', body: { kind: 'text', text: '' } })).toMatchObject({
    field: '/body/text',
    rule: 'minLength 1',
  });
  expect(refusalOf(check, { clientId: 'a', body: { kind: 'text', text: 'x'.repeat(8_001) } })).toMatchObject({
    field: '/body/text',
    rule: 'maxLength 8000',
  });
  expect(refusalOf(check, { clientId: 'a', body: { kind: 'wrap_up', text: 'x' } })).toMatchObject({
    field: '/body/kind',
  });
  expect(refusalOf(check, { clientId: 'a b', body: { kind: 'text', text: 'x' } })).toMatchObject({
    field: '/clientId',
  });
  expect(refusalOf(check, { clientId: 'a', body: {} })).toMatchObject({ field: '/body/kind' });
});

test('numbers in a query are read from text, numbers in a body are not', () => {
  const query = { after: '7' };
  compileText(nativeRoutes.listEntries.query)(query);
  expect(query).toEqual({ after: 7 });
  expect(refusalOf(compileText(nativeRoutes.listEntries.query), { after: 'seven' })).toMatchObject({
    field: '/after',
    rule: 'type integer',
  });
  expect(refusalOf(compileBody(nativeRoutes.markRead.body), { upTo: '7' })).toMatchObject({
    field: '/upTo',
    rule: 'type integer',
  });
});

test('every declared schema compiles', () => {
  for (const route of Object.values(nativeRoutes)) {
    if ('body' in route) compileBody(route.body);
    if ('params' in route) compileText(route.params);
    if ('query' in route) compileText(route.query);
  }
});

// A schema is compiled with its first value, so a broken one would be found by a customer.
test('every schema of a request and of a frame compiles', () => {
  const routes = Object.values(nativeRoutes) as readonly { params?: object; query?: object; body?: object }[];
  const checks = [
    ...routes.flatMap(({ params, query }) =>
      [params, query].flatMap((schema) => (schema ? [compileText(schema)] : [])),
    ),
    ...[...routes.flatMap(({ body }) => (body ? [body] : [])), ...Object.values(upSchemas)].map(compileBody),
  ];
  expect(checks.length).toBeGreaterThan(100);
  for (const check of checks)
    try {
      check(null);
    } catch (error) {
      expect(error).toBeInstanceOf(Refused);
    }
});
