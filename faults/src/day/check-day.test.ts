import { expect, test } from 'vitest';
import { checkDay } from './check-day.ts';
import type { DayFacts, LogFacts } from './facts.ts';

const QUEUE = 'queue';
const second = 1_000;

/** Ten customers, one every ten seconds; one agent takes each 20 s after it came, and has it for 30 s. */
function goodDay(): DayFacts {
  const people = Array.from({ length: 10 }, (_, n) => ({ contactId: `c${n}`, at: n * 10 * second }));
  const log = people.flatMap(({ contactId, at }): LogFacts[] => [
    { contactId, kind: 'contact.started', agentId: 'agent', at: at + 21 * second },
    { contactId, kind: 'contact.ended', agentId: null, at: at + 51 * second },
  ]);
  return {
    capacity: 3,
    offerSeconds: 5,
    away: [],
    came: new Map(people.map(({ contactId, at }) => [contactId, at + 100])),
    rings: new Map([[QUEUE, [0, 15]]]),
    contacts: people.map(({ contactId, at }) => ({
      contactId,
      queueId: QUEUE,
      state: 'ended',
      ownerId: 'agent',
      priority: 0,
      placeAt: at,
    })),
    offers: people.map(({ contactId, at }) => ({
      contactId,
      queueId: QUEUE,
      agentId: 'agent',
      ring: 1,
      at: at + 20 * second,
      decidedAt: at + 20 * second - 50,
    })),
    log,
    told: people.map(({ contactId, at }) => ({
      contactId,
      at,
      position: 3,
      wait: { lowSeconds: 0, highSeconds: 30 },
    })),
  };
}

const whatIsWrong = (facts: DayFacts) => checkDay(facts).violations.map(({ what }) => what);
const changed = <T extends { contactId: string }>(list: readonly T[], contactId: string, change: Partial<T>): T[] =>
  list.map((one) => (one.contactId === contactId ? { ...one, ...change } : one));

test('a day on which everything was kept has no violations', () => {
  const { figures, violations } = checkDay(goodDay());
  expect(violations).toEqual([]);
  expect(figures).toMatchObject({ 'most at one agent': 3, offers: 10, 'passed over': 0, 'came true': '100 %' });
});

test('a contact that is left over is named with its state', () => {
  const day = goodDay();
  const left = { ...day, contacts: changed(day.contacts, 'c4', { state: 'waiting', ownerId: null }) };
  expect(whatIsWrong(left)).toEqual(['c4 is still waiting with nobody']);
});

test('a contact that ended twice, or whose log has no end, is named', () => {
  const day = goodDay();
  const again: LogFacts = { contactId: 'c2', kind: 'contact.ended', agentId: null, at: 200 * second };
  expect(whatIsWrong({ ...day, log: [...day.log, again] })).toContain('c2 has 2 ends in its log');
  const without = day.log.filter(({ contactId, kind }) => contactId !== 'c2' || kind !== 'contact.ended');
  expect(whatIsWrong({ ...day, log: without })).toContain('c2 has 0 ends in its log');
});

test('one contact more than the capacity is seen, if only for a moment', () => {
  const day = goodDay();
  const late = day.log.map((one) =>
    one.contactId === 'c0' && one.kind === 'contact.ended' ? { ...one, at: one.at + 1 } : one,
  );
  expect(checkDay({ ...day, log: late }).figures).toMatchObject({ 'most at one agent': 4 });
  expect(whatIsWrong({ ...day, log: late })).toEqual(['agent had 4 contacts at once, of 3']);
});

test('one who was put back no longer counts for the agent who lost it', () => {
  const day = goodDay();
  const log = day.log.flatMap((one): LogFacts[] =>
    one.contactId === 'c0' && one.kind === 'contact.ended'
      ? [
          { contactId: 'c0', kind: 'contact.requeued', agentId: null, at: 40 * second },
          { contactId: 'c0', kind: 'contact.started', agentId: 'other', at: 42 * second },
          one,
        ]
      : [one],
  );
  const offers = [
    ...day.offers,
    { contactId: 'c0', queueId: QUEUE, agentId: 'other', ring: 0, at: 41 * second, decidedAt: 41 * second },
  ];
  expect(whatIsWrong({ ...day, log, offers: offers.sort((a, b) => a.at - b.at) })).toEqual([]);
});

test('somebody who waited while later ones were offered is named', () => {
  const day = goodDay();
  // Two others who came later were offered by then.
  const late = { ...day, offers: changed(day.offers, 'c3', { at: 75 * second }) };
  expect(whatIsWrong(late)).toEqual(['c3 waited while 2 who came later were offered']);
});

test('another priority, a ring that was not open yet, and a picture taken before are no reason to complain', () => {
  const day = goodDay();
  const offers = changed(day.offers, 'c3', { at: 95 * second });
  expect(whatIsWrong({ ...day, offers, contacts: changed(day.contacts, 'c3', { priority: 1 }) })).toEqual([]);
  expect(whatIsWrong({ ...day, offers, rings: new Map([[QUEUE, [0, 3_600]]]) })).toEqual([]);
  const soonAfter = changed(day.offers, 'c3', { at: 62 * second });
  expect(whatIsWrong({ ...day, offers: soonAfter })).toEqual(['c3 waited while 1 who came later were offered']);
  // c4's offer rests on a picture from before anybody could see c3; or nobody was ever told that c3 is there.
  const early = changed(soonAfter, 'c4', { decidedAt: 30 * second + 50 });
  expect(whatIsWrong({ ...day, offers: early })).toEqual([]);
  expect(whatIsWrong({ ...day, offers: soonAfter, came: new Map() })).toEqual([]);
});

test('one who was put back may stand still only while whoever let it ring in vain takes another', () => {
  const day = goodDay();
  const back: LogFacts[] = [
    { contactId: 'c0', kind: 'contact.started', agentId: 'other', at: 28 * second },
    { contactId: 'c0', kind: 'contact.requeued', agentId: null, at: 28 * second + 100 },
    { contactId: 'c0', kind: 'contact.ended', agentId: null, at: 55 * second },
  ];
  const log = [...back, ...day.log.filter(({ contactId }) => contactId !== 'c0')];
  // It rang at the first agent in vain, then another had it for a moment.
  const again = { contactId: 'c0', queueId: QUEUE, agentId: 'other', ring: 0, at: 27 * second, decidedAt: 27 * second };
  const offers = [...day.offers, again].map((one) => ({ ...one, ring: 0 })).sort((a, b) => a.at - b.at);
  expect(whatIsWrong({ ...day, log, offers })).toEqual([]);
  const elsewhere = offers.map((one) => (one.contactId === 'c0' ? one : { ...one, agentId: 'third' }));
  expect(whatIsWrong({ ...day, log, offers: elsewhere })).toEqual(['c0 waited while 3 who came later were offered']);
  // So long it is not muted.
  const late = offers.map((one) =>
    one.agentId === 'agent' && one.contactId === 'c0' ? { ...one, at: -30 * second } : one,
  );
  expect(whatIsWrong({ ...day, log, offers: late })).toEqual(['c0 waited while 3 who came later were offered']);
});

test('ranges are judged however long it rings beside how long people talk', () => {
  const day = goodDay();
  const told = day.told.map((one) => ({ ...one, wait: { lowSeconds: 30, highSeconds: 60 } }));
  const late = { ...day, told, offers: day.offers.map((one) => ({ ...one, at: one.at - 15 * second })) };
  expect(checkDay(late).figures).toMatchObject({ 'ringing to talking': '53.3 %', 'came true': '0 %' });
  expect(whatIsWrong(late)).toContain('only 0 % of 10 ranges held, not 80 %');
});

test('what the server was away of a wait does not count, and nothing else is forgiven for it', () => {
  const day = goodDay();
  // Everybody waits for 21 s, and was told less.
  const told = day.told.map((one) => ({ ...one, wait: { lowSeconds: 0, highSeconds: 15 } }));
  expect(whatIsWrong({ ...day, told })).toEqual(['only 0 % of 10 ranges held, not 80 %']);
  // For 6 s of the first wait, 6 s of the second, 7 s of the third and 3 s of the fourth.
  const away = [
    { from: 5 * second, to: 11 * second },
    { from: 26 * second, to: 33 * second },
  ];
  expect(checkDay({ ...day, told, away }).figures).toMatchObject({ 'came true': '30 %', 'server away': '10.8 %' });
  const always = [{ from: 0, to: 200 * second }];
  expect(checkDay({ ...day, told, away: always }).figures).toMatchObject({ 'came true': '100 %' });
});

test('ranges that held for fewer than four in five are a missed goal', () => {
  const day = goodDay();
  const narrow = { lowSeconds: 30, highSeconds: 60 };
  const told = day.told.map((one, n) => (n < 3 ? { ...one, wait: narrow } : one));
  const { figures, violations } = checkDay({ ...day, told });
  expect(violations.map(({ what }) => what)).toEqual(['only 70 % of 10 ranges held, not 80 %']);
  expect(figures).toMatchObject({ 'told more than 0': 3, 'of those true': '0 %' });
  expect(checkDay({ ...day, told: told.map((one) => ({ ...one, position: 1 })) }).figures['waits told']).toBe(0);
});
