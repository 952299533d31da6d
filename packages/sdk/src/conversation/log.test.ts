import type { Entry } from '@alongside/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { marksAfter, noMarks, raise } from './marks.ts';

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
    const log = createLog();
    const taken = (...given: number[]) => {
      const { added, joined } = log.append(entries(...given));
      return [seqs(added), joined, log.cursor];
    };
    expect(taken(1, 2)).toEqual([[1, 2], true, 2]);
    expect(taken(1, 2)).toEqual([[], true, 2]);
    expect(taken(2, 3)).toEqual([[3], true, 3]);
    expect(taken(4, 6)).toEqual([[4], false, 4]);
    expect(seqs(log.entries)).toEqual([1, 2, 3, 4]);
  });

  it('[LOG1] never holds a gap or a double, whatever arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 })), (frames) => {
        const log = createLog();
        for (const frame of frames) log.append(entries(...frame));
        expect(seqs(log.entries)).toEqual(Array.from({ length: log.cursor }, (_, at) => at + 1));
      }),
    );
  });

  it('puts an earlier page in front only if it joins', () => {
    const log = createLog(4);
    log.append(entries(5, 6));
    expect(log.prepend(entries(2, 3))).toBe(false);
    expect(log.prepend([])).toBe(false);
    expect(log.prepend(entries(3, 4))).toBe(true);
    expect([log.base, seqs(log.entries), log.cursor]).toEqual([2, [3, 4, 5, 6], 6]);
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
