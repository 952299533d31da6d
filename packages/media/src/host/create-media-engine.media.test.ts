import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type MediaLab, startMediaLab } from '../testing/media-lab.ts';

// A process is started for most of them: beside other work that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let lab: MediaLab;
beforeAll(async () => {
  lab = await startMediaLab(null);
});
afterAll(() => lab?.close());

const isAlive = (pid: number | null) => pid !== null && existsSync(`/proc/${pid}/stat`);
const lostTimes = () => lab.events.filter(({ type }) => type === 'engine_lost').length;

test('what is asked of a process that is killed is refused as away at once, its sessions are told once, another takes over', async () => {
  const { engine } = lab;
  const first = engine.pid;
  await engine.createSession({ sessionId: 'one', audio: 'g711' });
  process.kill(first ?? 0, 'SIGSTOP');
  const asked = engine.createSession({ sessionId: 'two', audio: 'g711' });
  process.kill(first ?? 0, 'SIGKILL');
  expect(await asked).toMatchObject({ ok: false, refusal: 'engine_away' });
  expect((await lab.event('engine_lost')).sessionIds).toEqual(['one', 'two']);
  await expect.poll(() => engine.pid, { timeout: 20_000 }).not.toBe(null);
  expect([engine.pid === first, lostTimes()]).toEqual([false, 1]);
  expect(await engine.createSession({ sessionId: 'one', audio: 'g711' })).toMatchObject({ ok: true });
  await engine.endSession('one');
});

test('a process that hangs answers nothing: calls are refused within five seconds, and it is ended and replaced', async () => {
  const { engine } = lab;
  lab.events.length = 0;
  const hung = engine.pid;
  await engine.createSession({ sessionId: 'hung', audio: 'g711' });
  process.kill(hung ?? 0, 'SIGSTOP');
  const begun = performance.now();
  expect(await engine.setRoutes('hung', [])).toMatchObject({ ok: false, refusal: 'engine_away' });
  expect(performance.now() - begun).toBeLessThan(6_500);
  expect((await lab.event('engine_lost')).sessionIds).toEqual(['hung']);
  await expect.poll(() => engine.pid, { timeout: 20_000 }).not.toBe(null);
  expect([isAlive(hung), lostTimes()]).toEqual([false, 1]);
});

test('a death with no session up is told nobody', async () => {
  const { engine } = lab;
  lab.events.length = 0;
  const { pid } = engine;
  process.kill(pid ?? 0, 'SIGKILL');
  await expect.poll(() => engine.pid !== pid && engine.pid !== null, { timeout: 20_000 }).toBe(true);
  expect(lab.events).toEqual([]);
});

test('a call with parameters of a wrong shape is refused at the process’s door', async () => {
  const wrong = { sessionId: 'x', audio: 'mp3' } as unknown as { sessionId: string; audio: 'opus' };
  expect(await lab.engine.createSession(wrong)).toMatchObject({ ok: false, refusal: 'bad_description' });
});

test('the close leaves no process behind', async () => {
  const other = await startMediaLab(null);
  const { pid } = other.engine;
  expect(isAlive(pid)).toBe(true);
  await other.close();
  expect(isAlive(pid)).toBe(false);
});
