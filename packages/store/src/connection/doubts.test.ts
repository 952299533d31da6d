import type { Bus, Hint } from '@alongside/domain';
import { expect, test } from 'vitest';
import { Doubts } from './doubts.ts';

const PATIENT = { timeout: 10_000, interval: 5 };
const desk = (agentId: string): Hint => ({ kind: 'desk', tenantId: 'bank', agentId });

/** A database that is away for the first questions. */
function scene(away: number) {
  const hints: Hint[] = [];
  let asked = 0;
  const bus = { publish: (hint: Hint) => hints.push(hint) } as unknown as Bus;
  const ask = async () => {
    asked += 1;
    if (asked <= away) throw new Error('away');
  };
  return { hints, asked: () => asked, doubts: new Doubts(bus, ask, 20) };
}

test('what may be stored is looked at as soon as the database answers, though nothing else is asked of it', async () => {
  const { hints, asked, doubts } = scene(2);
  doubts.keep([
    { kind: 'entries', tenantId: 'bank', conversationId: 'c', entries: [{ seq: 1 } as never] },
    { kind: 'session-ended', tenantId: 'bank', sessionId: 's' },
  ]);
  doubts.keep([desk('ada')]);
  await expect
    .poll(() => hints, PATIENT)
    .toEqual([{ kind: 'entries', tenantId: 'bank', conversationId: 'c', entries: [] }, desk('ada')]);
  expect(asked()).toBe(3);
  doubts.keep([desk('grace')]);
  await expect.poll(() => hints.length, PATIENT).toBe(3);
  doubts.close();
});

test('after the end nothing is asked or told', async () => {
  const { hints, asked, doubts } = scene(0);
  doubts.keep([desk('ada')]);
  doubts.close();
  doubts.keep([desk('grace')]);
  const later = scene(0);
  later.doubts.keep([desk('ada')]);
  await expect.poll(() => later.hints.length, PATIENT).toBe(1);
  expect([asked(), hints]).toEqual([0, []]);
  later.doubts.close();
});
