import { createFakeMediaEngine } from '@alongside/testkit';
import { expect, test } from 'vitest';
import { startedByFirstCall } from './first-call.ts';

test('the engine is started by the first call, once, and its events reach who listened before', async () => {
  const fake = createFakeMediaEngine();
  let starts = 0;
  const engine = startedByFirstCall(() => {
    starts += 1;
    return fake;
  });
  const heard: string[] = [];
  const stop = engine.subscribe(({ type }) => heard.push(type));
  expect(starts).toBe(0);
  expect(await engine.createSession({ sessionId: 's', audio: 'opus' })).toMatchObject({ ok: true });
  await engine.addBrowserLeg({ sessionId: 's', legId: 'a', role: 'customer' });
  fake.flow('s', 'a');
  stop();
  fake.flow('s', 'a');
  expect([starts, heard]).toEqual([1, ['flowing']]);
  await engine.close();
  expect(fake.sessions.size).toBe(0);
});

test('an engine that was never needed is not started to be closed', async () => {
  // As an async function hands it over.
  const engine = await Promise.resolve(startedByFirstCall(() => expect.fail('It was started.')));
  await engine.close();
});
