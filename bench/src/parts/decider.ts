import { type Candidate, type RoutingAgent, RoutingPass } from '@alongside/domain';
import { quantile, rounded } from '../report/statistics.ts';

/** The decider alone, without statements: milliseconds of one decision over a whole line and a whole team. */
export interface DeciderFigure {
  readonly decisions: number;
  readonly p50: number;
  readonly p99: number;
}

const now = 10_000_000;
const rings = [0, 30, 60].map((afterSeconds, index) => ({
  afterSeconds,
  requirements: [{ skillId: 'skill', level: 4 - index }],
}));

/** One agent of the team is free, and the decider finds out for whom; each time with a new picture, as the server has it. */
export function measureDecider(
  sizes: { readonly agents: number; readonly waiting: number },
  runs: number,
): DeciderFigure {
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const nameOf = (index: number) => `agent ${String(index).padStart(4, '0')}`;
  const team = (): RoutingAgent[] => {
    const free = random(sizes.agents);
    return Array.from({ length: sizes.agents }, (_, index) => ({
      id: nameOf(index),
      available: true,
      outOfOffice: false,
      forwardTo: [],
      afterContactUntil: null,
      load: index === free ? 2 : 3,
      capacity: 3,
      kinds: { CHAT: 2 },
      limits: {},
      freeSince: random(1_000_000),
      skills: { skill: 1 + random(5) },
    }));
  };
  const line = Array.from(
    { length: sizes.waiting },
    (_, index): Candidate => ({
      contactId: `contact ${index}`,
      conversationId: `conversation ${index}`,
      helpType: 'CHAT',
      weight: 1,
      priority: 0,
      placeAt: '',
      placeMilliseconds: now - 100_000 + index,
      waitingSince: now - random(90_000),
      epoch: 0,
      targetAgentId: random(50) === 0 ? nameOf(random(sizes.agents)) : null,
      mutes: {},
      question: null,
    }),
  );
  const times: number[] = [];
  // The first tenth warms it up.
  for (let run = -runs / 10; run < runs; run += 1) {
    const agents = team();
    const begin = performance.now();
    const pass = new RoutingPass({ now, rings, agents });
    for (const candidate of line) {
      if (!pass.anybodyFree) break;
      pass.decide(candidate, () => false);
    }
    if (run >= 0) times.push(performance.now() - begin);
  }
  return { decisions: times.length, p50: rounded(quantile(times, 0.5)), p99: rounded(quantile(times, 0.99)) };
}
