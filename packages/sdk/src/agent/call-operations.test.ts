import { expect, test } from 'vitest';
import { createCall } from './call.ts';
import type { Http } from '../http.ts';
import { addCallOperations } from './call-operations.ts';

test('what administrators set of calls and of the phone link can be called once it was added', async () => {
  const asked: string[] = [];
  const json = async (method: string, path: string) => void asked.push(`${method} ${path}`);
  const http = { json } as unknown as Http;
  const call = createCall(http, () => http);
  addCallOperations();
  await call('listTrunks');
  await call('deletePhoneNumber', { params: { number: '+31201234567' } });
  await call('getPhoneLink');
  expect(asked).toEqual(['GET /v1/trunks', 'DELETE /v1/phone-numbers/%2B31201234567', 'GET /v1/phone-link']);
});
