import type { Entry } from '@alongside/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noMarks, raise } from './marks.ts';
import { createTimeline, itemOf, type Message, type Viewer } from './timeline.ts';

const BOB = { kind: 'agent', id: 'a', name: 'Bob' } as const;
const ADA = { kind: 'customer', id: 'c', name: 'Ada' } as const;
const viewer: Viewer = { side: 'agent', id: 'a' };
const entry = (seq: number, over: Partial<Entry> = {}): Entry => ({
  seq,
  at: '2026-11-21T00:00:00.000Z',
  from: BOB,
  clientId: null,
  body: { kind: 'text', text: `${seq}` },
  ...over,
});

describe('the timeline', () => {
  it('[LOG5] does not draw marks and what is withheld', () => {
    expect(itemOf(entry(1, { body: { kind: 'read', upTo: 1 } }), viewer, noMarks)).toBeNull();
    expect(itemOf(entry(1, { body: { kind: 'withheld' } }), viewer, noMarks)).toBeNull();
  });

  it('gives the same array and the same objects for what has not changed', () => {
    const timeline = createTimeline(viewer);
    timeline.append([entry(1), entry(2)]);
    const before = timeline.timeline();
    const messages = timeline.messages();
    timeline.append([entry(3, { body: { kind: 'read', upTo: 1 } })]);
    timeline.wait([]);
    timeline.mark(noMarks);
    expect(timeline.timeline()).toBe(before);
    expect(timeline.messages()).toBe(messages);
    timeline.append([entry(4)]);
    timeline.mark(raise(noMarks, 'customer', { read: 1 }));
    const after = timeline.timeline();
    expect(before.length).toBe(2);
    expect(after).not.toBe(before);
    expect(after.map((item) => (item as Message).delivery)).toEqual(['read', 'accepted', 'accepted']);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(timeline.messages()).toEqual(after);
  });

  it('draws an own message once, in its place, when log and outbox both have it', () => {
    const timeline = createTimeline(viewer);
    const own = entry(1, { clientId: 'k1' });
    const pending = { ...(itemOf(own, viewer, noMarks) as Message), seq: null, delivery: 'queued' } as const;
    timeline.append([own, entry(2)]);
    timeline.wait([pending, { ...pending, key: 'k2', clientId: 'k2' }]);
    expect(timeline.timeline().map(({ key }) => key)).toEqual(['k1', 'seq-2', 'k2']);
    expect((timeline.timeline()[0] as Message).seq).toBe(1);
  });

  it("does not take another side's client id for one of ours", () => {
    const theirs = entry(1, { from: ADA, clientId: 'k1' });
    expect(itemOf(theirs, viewer, noMarks)).toMatchObject({ key: 'seq-1', mine: false, delivery: null });
  });

  it('counts texts and files of the other side above a mark', () => {
    const timeline = createTimeline(viewer);
    timeline.append([entry(3, { from: ADA }), entry(4), entry(5, { from: ADA })]);
    timeline.prepend([entry(1, { from: ADA }), entry(2, { from: ADA, body: { kind: 'read', upTo: 1 } })]);
    expect(timeline.lastOfOthers()).toBe(5);
    expect([0, 1, 3, 5].map(timeline.countOfOthers)).toEqual([3, 2, 1, 0]);
  });

  it('is, changed piece by piece, what it would be if it were drawn anew', () => {
    const kind = fc.constantFrom('mine', 'colleague', 'customer', 'note', 'read', 'event');
    const step = fc.oneof(
      fc.record({ add: fc.array(kind, { maxLength: 3 }) }),
      fc.record({ read: fc.nat(30), delivered: fc.nat(30) }),
    );
    const made = (seq: number, what: string): Entry => {
      if (what === 'customer') return entry(seq, { from: ADA });
      if (what === 'colleague') return entry(seq, { from: { ...BOB, id: 'b' } });
      if (what === 'note') return entry(seq, { body: { kind: 'note', text: 'n' } });
      if (what === 'read') return entry(seq, { body: { kind: 'read', upTo: 1 } });
      if (what === 'event') return entry(seq, { body: { kind: 'wrap_up', text: 'w' } as Entry['body'] });
      return entry(seq, { clientId: `k${seq}` });
    };
    fc.assert(
      fc.property(fc.array(step), fc.nat(5), (steps, split) => {
        const timeline = createTimeline(viewer);
        const all: Entry[] = Array.from({ length: split }, (_, at) => made(at + 1, at % 2 ? 'mine' : 'customer'));
        const page = [...all];
        let marks = noMarks;
        for (const given of steps) {
          if ('add' in given) {
            const more = given.add.map((what, at) => made(all.length + at + 1, what));
            all.push(...more);
            timeline.append(more);
          } else {
            marks = raise(marks, 'customer', given);
            timeline.mark(marks);
          }
        }
        timeline.prepend(page);
        const anew = all.flatMap((one) => itemOf(one, viewer, marks) ?? []);
        expect(timeline.timeline()).toEqual(anew);
        expect(timeline.messages()).toEqual(anew.filter(({ type }) => type === 'message'));
      }),
    );
  });
});

describe('one more message at the end of a long conversation', () => {
  /** How often anything of all entries so far is looked at while the last message arrives, is delivered and is read. */
  const looks = (length: number) => {
    let count = 0;
    const watched = (seq: number) =>
      new Proxy(entry(seq), {
        get(target, key) {
          count += 1;
          return target[key as keyof Entry];
        },
      });
    const timeline = createTimeline(viewer);
    let marks = raise(noMarks, 'customer', { read: length });
    timeline.append(Array.from({ length }, (_, at) => watched(at + 1)));
    timeline.mark(marks);
    const old = timeline.timeline();
    count = 0;
    timeline.append([watched(length + 1)]);
    marks = raise(marks, 'customer', { delivered: length + 1 });
    timeline.mark(marks);
    timeline.mark(raise(marks, 'customer', { read: length + 1 }));
    const now = timeline.timeline();
    expect(now.slice(0, -1).every((item, at) => item === old[at])).toBe(true);
    return count;
  };

  it('looks at that message alone, whatever the length', () => {
    expect(looks(10)).toBeGreaterThan(0);
    expect(looks(20_000)).toBe(looks(10));
  });
});
