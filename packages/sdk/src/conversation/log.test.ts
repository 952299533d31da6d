import type { Entry } from '@alongside/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, cursorOf, emptyLog, prepend } from './log.ts';
import { marksAfter, noMarks, raise } from './marks.ts';
import { createTimeline, itemOf, type Message } from './timeline.ts';

const entry = (seq: number, over: Partial<Entry> = {}): Entry => ({
  seq,
  at: '2026-11-21T00:00:00.000Z',
  from: { kind: 'agent', id: 'a', name: 'Bob' },
  clientId: null,
  body: { kind: 'text', text: `${seq}` },
  ...over,
});
const entries = (...seqs: number[]) => seqs.map((seq) => entry(seq));
const seqs = (of: readonly Entry[]) => of.map(({ seq }) => seq);

describe('merging a log', () => {
  it('takes what follows, skips what is known, stops at the first gap', () => {
    const first = append(emptyLog, entries(1, 2));
    expect([seqs(first.added), first.joined]).toEqual([[1, 2], true]);
    const again = append(first.log, entries(1, 2));
    expect([again.log, seqs(again.added), again.joined]).toEqual([first.log, [], true]);
    const overlap = append(first.log, entries(2, 3));
    expect([seqs(overlap.log.entries), overlap.joined]).toEqual([[1, 2, 3], true]);
    const gap = append(first.log, entries(3, 5));
    expect([seqs(gap.log.entries), gap.joined]).toEqual([[1, 2, 3], false]);
  });

  it('[LOG1] never holds a gap or a double, whatever arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 })), (frames) => {
        let log = emptyLog;
        for (const frame of frames) ({ log } = append(log, entries(...frame)));
        expect(seqs(log.entries)).toEqual(Array.from({ length: cursorOf(log) }, (_, at) => at + 1));
      }),
    );
  });

  it('puts an earlier page in front only if it joins', () => {
    const log = { base: 4, entries: entries(5, 6) };
    expect(prepend(log, entries(3, 4))).toEqual({ base: 2, entries: entries(3, 4, 5, 6) });
    expect(prepend(log, entries(2, 3))).toBe(log);
    expect(prepend(log, [])).toBe(log);
  });
});

describe('marks', () => {
  it('[LOG6] only rise, and reading implies delivery', () => {
    const read = raise(noMarks, 'agent', { read: 5 });
    expect(read.agent).toEqual({ read: 5, delivered: 5 });
    expect(raise(read, 'agent', { read: 3, delivered: 4 })).toBe(read);
    expect(raise(read, 'agent', { delivered: 8 }).agent).toEqual({ read: 5, delivered: 8 });
    expect(read.customer).toBe(noMarks.customer);
  });

  it('follow the read marks of the log, of each side for itself', () => {
    const marks = marksAfter(noMarks, [
      entry(1, { body: { kind: 'read', upTo: 9 } }),
      entry(2, { from: { kind: 'customer', id: 'c', name: 'Ada' }, body: { kind: 'read', upTo: 4 } }),
    ]);
    expect([marks.agent.read, marks.customer.read]).toEqual([9, 4]);
  });
});

describe('the timeline', () => {
  const viewer = { side: 'agent', id: 'a' } as const;

  it('[LOG5] does not draw marks and what is withheld', () => {
    expect(itemOf(entry(1, { body: { kind: 'read', upTo: 1 } }), viewer, noMarks)).toBeNull();
    expect(itemOf(entry(1, { body: { kind: 'withheld' } }), viewer, noMarks)).toBeNull();
  });

  it('gives the same object for what has not changed', () => {
    const build = createTimeline();
    const before = build(entries(1, 2), [], viewer, noMarks);
    const after = build(entries(1, 2, 3), [], viewer, raise(noMarks, 'customer', { read: 1 }));
    expect((after[0] as Message).delivery).toBe('read');
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('draws an own message once, in its place, when log and outbox both have it', () => {
    const build = createTimeline();
    const own = entry(1, { clientId: 'k1' });
    const pending = { ...(itemOf(own, viewer, noMarks) as Message), seq: null, delivery: 'queued' } as const;
    const waiting = { ...pending, key: 'k2', clientId: 'k2' };
    const items = build([own, entry(2)], [pending, waiting], viewer, noMarks);
    expect(items.map(({ key }) => key)).toEqual(['k1', 'seq-2', 'k2']);
    expect((items[0] as Message).seq).toBe(1);
  });

  it("does not take another side's client id for one of ours", () => {
    const theirs = entry(1, { from: { kind: 'customer', id: 'c', name: 'Ada' }, clientId: 'k1' });
    expect(itemOf(theirs, viewer, noMarks)).toMatchObject({ key: 'seq-1', mine: false, delivery: null });
  });
});
