import type { Ring } from '@alongside/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absence, fullness, lacksSkill, type RoutingAgent, skillOf } from './agents.ts';
import { type Candidate, type Decision, ringAt, RoutingPass } from './decide.ts';
import { replayDecision } from './replay.ts';

const now = 10_000_000;
const anybody: Ring[] = [{ afterSeconds: 0, requirements: [] }];
const needs = (afterSeconds: number, ...requirements: [string, number][]): Ring => ({
  afterSeconds,
  requirements: requirements.map(([skillId, level]) => ({ skillId, level })),
});

const agent = (id: string, change: Partial<RoutingAgent> = {}): RoutingAgent => ({
  id,
  available: true,
  outOfOffice: false,
  forwardTo: [],
  afterContactUntil: null,
  load: 0,
  capacity: 3,
  kinds: {},
  limits: {},
  freeSince: 0,
  skills: {},
  ...change,
});
const contact = (contactId: string, change: Partial<Candidate> = {}): Candidate => ({
  contactId,
  conversationId: contactId,
  helpType: 'CHAT',
  weight: 1,
  priority: 0,
  placeAt: '',
  placeMilliseconds: now - 1000,
  waitingSince: now - 1000,
  epoch: 0,
  targetAgentId: null,
  mutes: {},
  question: null,
  ...change,
});

function decide(agents: RoutingAgent[], candidates: Candidate[], rings: Ring[] = anybody): (Decision | null)[] {
  const pass = new RoutingPass({ now, rings, agents });
  return candidates.map((candidate) => pass.decide(candidate));
}
const chosen = (agents: RoutingAgent[], candidate: Candidate, rings?: Ring[]) =>
  decide(agents, [candidate], rings)[0]?.agentId;

test('[ROUTE2] the lightest load first, then the most skill in what is asked, then who has been free for longest', () => {
  expect(chosen([agent('a', { load: 2 }), agent('b', { load: 1 })], contact('c'))).toBe('b');
  const dutch = [needs(0, ['dutch', 1])];
  const skilled = [
    agent('a', { skills: { dutch: 2 }, freeSince: 1 }),
    agent('b', { skills: { dutch: 5 }, freeSince: 9 }),
  ];
  expect(chosen(skilled, contact('c'), dutch)).toBe('b');
  expect(chosen(skilled, contact('c'))).toBe('a');
  expect(chosen([agent('a', { freeSince: 5 }), agent('b', { freeSince: 4 })], contact('c'))).toBe('b');
});

test('[ROUTE2] why it was not the others is said in the words of the wire', () => {
  const agents = [
    agent('best'),
    agent('busy', { load: 1 }),
    agent('later', { freeSince: 1 }),
    agent('away', { available: false }),
    agent('full', { load: 3 }),
    agent('chats', { kinds: { CHAT: 1 }, limits: { CHAT: 1 } }),
    agent('writes', { afterContactUntil: now + 1 }),
    agent('abroad', { outOfOffice: true }),
    agent('muted'),
  ];
  const [decision] = decide(agents, [contact('c', { mutes: { muted: now + 1, best: now } })]);
  expect(Object.fromEntries(decision?.considered.map(({ agentId, verdict }) => [agentId, verdict]) ?? [])).toEqual({
    best: 'chosen',
    busy: 'fewer_contacts',
    later: 'longer_since_free',
    away: 'not_available',
    full: 'at_capacity',
    chats: 'kind_limit',
    writes: 'after_contact_work',
    abroad: 'out_of_office',
    muted: 'muted',
  });
  expect(decision).toMatchObject({ outcome: 'offered', consideredCount: 9, decidedBy: 'router' });
});

test('[ROUTE3] rings relax in time, and a contact whose ring has nobody does not block those behind it', () => {
  const rings = [needs(0, ['loans', 4]), needs(30, ['loans', 2]), needs(60)];
  expect([0, 29_999, 30_000, 60_000].map((waited) => ringAt(rings, waited))).toEqual([0, 0, 1, 2]);
  const able = agent('a', { skills: { loans: 2 }, capacity: 1 });
  const [young, old] = decide(
    [able],
    [contact('young', { waitingSince: now - 10_000 }), contact('old', { waitingSince: now - 30_000 })],
    rings,
  );
  expect(young).toMatchObject({ outcome: 'nobody', ring: 0, considered: [{ agentId: 'a', verdict: 'skill_missing' }] });
  expect(old).toMatchObject({ outcome: 'offered', agentId: 'a', ring: 1 });
});

test('[ROUTE4] what is meant for somebody rings there, whatever the skills; else it goes on, and the aim is forgotten', () => {
  const rings = [needs(0, ['loans', 4])];
  const [ada, bob] = [agent('ada'), agent('bob', { skills: { loans: 5 } })];
  const to = contact('c', { targetAgentId: 'ada' });
  expect(decide([ada, bob], [to], rings)[0]).toMatchObject({
    agentId: 'ada',
    aimLost: false,
    considered: [{ verdict: 'chosen' }, { agentId: 'bob', verdict: 'not_preferred' }],
  });
  expect(decide([agent('ada', { available: false }), bob], [to], rings)[0]).toMatchObject({
    agentId: 'bob',
    aimLost: true,
    considered: [{ verdict: 'chosen' }, { agentId: 'ada', verdict: 'not_available' }],
  });
});

test('[ROUTE4] who is out of office is not rung; what was meant for them goes to the first colleague on their list who can', () => {
  const ada = agent('ada', { outOfOffice: true, forwardTo: ['full', 'bob', 'cleo'] });
  const colleagues = [agent('full', { load: 3 }), agent('bob', { load: 2 }), agent('cleo')];
  expect(decide([ada, ...colleagues], [contact('c', { targetAgentId: 'ada' })])[0]).toMatchObject({
    outcome: 'forwarded',
    agentId: 'bob',
  });
  expect(chosen([ada], contact('c'))).toBeNull();
});

test('[ROUTE5] weights count against capacity and a limit of its kind, also for what one pass has given', () => {
  const one = agent('a', { capacity: 4 });
  const call = (id: string) => contact(id, { helpType: 'VOICE_CALL', weight: 3 });
  expect(decide([one], [call('1'), call('2'), contact('3'), contact('4')]).map((d) => d?.agentId)).toEqual([
    'a',
    null,
    'a',
    null,
  ]);
  const limited = agent('b', { capacity: 9, limits: { CHAT: 2 } });
  expect(decide([limited], [contact('1'), contact('2'), contact('3'), call('4')]).map((d) => d?.agentId)).toEqual([
    'b',
    'b',
    null,
    'b',
  ]);
});

test('[ROUTE9] whom an external router names gets it; a wrong or missing answer leaves it to us, and the reason says so', () => {
  const agents = [agent('a', { load: 2 }), agent('b'), agent('full', { load: 3 })];
  const named = (agentId: string) => ({ state: 'named' as const, deadline: now, agentId, note: null });
  expect(decide(agents, [contact('c', { question: named('a') })])[0]).toMatchObject({
    agentId: 'a',
    decidedBy: 'external_router',
    considered: [{ verdict: 'chosen' }, { agentId: 'b', verdict: 'not_preferred' }, { agentId: 'full' }],
  });
  for (const id of ['full', 'nobody we know'])
    expect(decide(agents, [contact('c', { question: named(id) })])[0]).toMatchObject({
      agentId: 'b',
      decidedBy: 'router',
      reason: expect.stringContaining('named an agent who could not take it'),
    });
  const late = { state: 'asked' as const, deadline: now - 1, agentId: null, note: null };
  expect(decide(agents, [contact('c', { question: late })])[0]).toMatchObject({
    agentId: 'b',
    reason: expect.stringContaining('did not answer in time'),
  });
});

const skills = ['dutch', 'loans', 'cards'];
const someAgent = (id: string) =>
  fc.record({
    id: fc.constant(id),
    available: fc.boolean(),
    outOfOffice: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    forwardTo: fc.constant([] as string[]),
    afterContactUntil: fc.option(fc.integer({ min: now - 5, max: now + 5 }), { freq: 3 }),
    load: fc.integer({ min: 0, max: 4 }),
    capacity: fc.integer({ min: 0, max: 6 }),
    kinds: fc.record({ CHAT: fc.integer({ min: 0, max: 2 }) }),
    limits: fc.oneof(fc.constant({}), fc.record({ CHAT: fc.integer({ min: 0, max: 3 }) })),
    freeSince: fc.integer({ min: 0, max: 3 }),
    skills: fc.dictionary(fc.constantFrom(...skills), fc.integer({ min: 1, max: 5 })),
  });
const team = fc
  .integer({ min: 0, max: 12 })
  .chain((size) =>
    fc.tuple(...Array.from({ length: size }, (_, index) => someAgent(`agent ${index}`))),
  ) as fc.Arbitrary<RoutingAgent[]>;
const someRings = fc
  .array(fc.array(fc.tuple(fc.constantFrom(...skills), fc.integer({ min: 1, max: 5 })), { maxLength: 2 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => all.map((requirements, index) => needs(index * 10, ...requirements)));
const line = fc.array(
  fc.record({
    helpType: fc.constantFrom('CHAT' as const, 'VOICE_CALL' as const),
    weight: fc.integer({ min: 1, max: 3 }),
    waited: fc.integer({ min: 0, max: 40 }),
    mute: fc.option(fc.integer({ min: 0, max: 11 }), { freq: 4 }),
    target: fc.option(fc.integer({ min: 0, max: 11 }), { freq: 4 }),
  }),
  { maxLength: 30 },
);

/** The rules once more, slowly and without any index. */
function slowly(agents: RoutingAgent[], candidates: Candidate[], rings: Ring[]): (string | null)[] {
  const state = new Map(agents.map((one) => [one.id, { ...one, kinds: { ...one.kinds } }]));
  return candidates.map((candidate) => {
    const requirements = rings[ringAt(rings, now - candidate.waitingSince)]?.requirements ?? [];
    const can = [...state.values()].filter(
      (one) => !absence(one, now) && !fullness(one, candidate) && !((candidate.mutes[one.id] ?? 0) > now),
    );
    const target = can.find(({ id }) => id === candidate.targetAgentId);
    const [first] = can
      .filter((one) => !lacksSkill(one, requirements))
      .sort(
        (a, b) =>
          a.load - b.load ||
          skillOf(b, requirements) - skillOf(a, requirements) ||
          a.freeSince - b.freeSince ||
          (a.id < b.id ? -1 : 1),
      );
    const winner = target ?? first;
    if (!winner) return null;
    winner.load += candidate.weight;
    winner.kinds[candidate.helpType] = (winner.kinds[candidate.helpType] ?? 0) + 1;
    return winner.id;
  });
}

test('[ROUTE1] the indexed pass decides as the rules read, is never over capacity, and every decision replays to the same', () => {
  fc.assert(
    fc.property(team, someRings, line, (agents, rings, specs) => {
      const candidates = specs.map(({ waited, mute, target, ...spec }, index) =>
        contact(`contact ${index}`, {
          ...spec,
          waitingSince: now - waited * 1000,
          mutes: mute === null ? {} : { [`agent ${mute}`]: now + 1 },
          targetAgentId: target === null ? null : `agent ${target}`,
        }),
      );
      const decisions = decide(agents, candidates, rings);
      expect(decisions.map((decision) => decision?.agentId ?? null)).toEqual(slowly(agents, candidates, rings));
      const load = new Map(agents.map(({ id, load }) => [id, load]));
      for (const [index, decision] of decisions.entries()) {
        if (!decision) throw new Error('Everything is to be explained here.');
        if (decision.agentId) {
          const after = (load.get(decision.agentId) ?? 0) + (candidates[index]?.weight ?? 0);
          load.set(decision.agentId, after);
          expect(after).toBeLessThanOrEqual(agents.find(({ id }) => id === decision.agentId)?.capacity ?? 0);
        }
        const again = replayDecision(decision.input);
        expect(again).toMatchObject({ outcome: decision.outcome, agentId: decision.agentId, ring: decision.ring });
        expect(again.reason).toBe(decision.reason);
      }
    }),
    { numRuns: 500 },
  );
});

test('[ROUTE1] first come, first served among contacts that ask the same', () => {
  fc.assert(
    fc.property(team, fc.integer({ min: 1, max: 30 }), (agents, count) => {
      const decisions = decide(
        agents,
        Array.from({ length: count }, (_, index) => contact(`contact ${index}`)),
      );
      const firstLeft = decisions.findIndex((decision) => decision?.agentId === null);
      if (firstLeft >= 0) for (const decision of decisions.slice(firstLeft)) expect(decision?.agentId).toBeNull();
    }),
  );
});
