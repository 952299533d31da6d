import type { ChatRoute } from '@alongside/surface-digital-chat';
import Fastify, { type InjectOptions } from 'fastify';
import { expect, test } from 'vitest';
import { RATES, createLimit } from '../edge/rates.ts';
import { silentLog } from '../engines/log.ts';
import { answerRefusals } from './answers.ts';
import type { Edge } from './edge.ts';
import { mountDigitalChat } from './mount-digital-chat.ts';

const route = (operationId: string, path: string, body: ChatRoute['body']): ChatRoute => ({
  operationId,
  method: 'POST',
  path,
  body,
  credentials: false,
  handle: async () => ({ status: 200, body: '{}' }),
});

/** A token address and one for files, behind the limits of the edge. */
async function asked() {
  const app = Fastify();
  answerRefusals(app, silentLog);
  const routes = [route('chatToken', '/oauth/token', 'json'), route('chatAttachment', '/chat/1.0/file/{id}', 'upload')];
  await mountDigitalChat(app, routes, { limit: createLimit(0.02), log: silentLog } as unknown as Edge);
  return async (url: string, more: InjectOptions = {}) => {
    const answer = await app.inject({ method: 'POST', url, payload: {}, ...more });
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
  };
}
const failure = { errorCode: 'InconsistentData', errorMessage: expect.any(String), transactionId: expect.any(String) };
const JSON_TYPE = { 'content-type': 'application/json' };

test('what the edge refuses on the addresses of chat clients is said in their words', async () => {
  const ask = await asked();
  for (const [url, more, status] of [
    ['/oauth/token?visitorId=%00', {}, 400],
    ['/oauth/token', { payload: '{', headers: JSON_TYPE }, 400],
    ['/oauth/token', { payload: '{"a":1,"a":2}', headers: JSON_TYPE }, 400],
    ['/oauth/token', { payload: JSON.stringify('x'.repeat(300 * 1024)), headers: JSON_TYPE }, 413],
    ['/chat/1.0/file/%00', {}, 400],
  ] as const) {
    const answer = await ask(url, more);
    expect([answer.status, answer.body], url).toEqual([status, { error: failure }]);
  }
});

test('who asks too often is told when to come back', async () => {
  const ask = await asked();
  const answers = [];
  for (let n = 0; n <= RATES.attachment.burst * 0.02; n += 1) answers.push(await ask('/chat/1.0/file/1'));
  const { status, body, headers } = answers.at(-1)!;
  expect([answers[0]!.status, status, body]).toEqual([200, 429, { error: failure }]);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
});
