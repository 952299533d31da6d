import { call, hire, must, startHelp } from '../src/calls.ts';
import { inDatabase, readStore } from '../src/collect.ts';
import { inLanes } from '../src/light-client.ts';
import { p95Of } from '../src/report.ts';
import { goal, type Row, type RowContext } from '../src/row.ts';
import { type Several, startSeveral } from '../src/several.ts';

const CONTACTS = { small: 30, ci: 100, full: 10_000 };
const AGENTS = 20;
const NODES = 2;
/** Races at a time: the machine is measured by one, and the long run is not to take an hour. */
const LANES = { small: 1, ci: 1, full: 4 };
const LOSSES = new Set(['contact_taken', 'offer_gone']);
/** Milliseconds in which a loser is to be told. */
const TOLD = 200;

export const acceptRace: Row = {
  id: 'F15',
  lane: 'works',
  fault: 'twenty agents, of two processes, take one contact at once',
  minutes: 12,
  async run(context) {
    const several = await startSeveral(context, NODES, () => ({}));
    try {
      return await race(context, several);
    } finally {
      await several.end();
    }
  },
};

async function race({ size, progress }: RowContext, { scene, nodes }: Several): ReturnType<Row['run']> {
  const at = (n: number) => nodes[n % NODES]!.url;
  scene.server.demo = await hire(at(0), scene.server.demo, AGENTS);
  const { demo } = scene.server;
  const agents: Awaited<ReturnType<typeof scene.agent>>[] = [];
  for (let n = 0; n < AGENTS; n += 1) agents.push(await scene.agent(n, false));
  await inDatabase(scene.store, (client) => client.query('UPDATE desks SET capacity = 1000'));
  let wrongWinners = 0;
  let untyped = 0;
  let done = 0;
  const told: number[] = [];
  const numbers = Array.from({ length: CONTACTS[size] }, (_, n) => n);
  await inLanes(numbers, LANES[size], async (n) => {
    const { contactId, token } = await startHelp(at(n), demo, `race-${n}`);
    const begin = performance.now();
    const answers = await Promise.all(
      agents.map(async (agent, index) => {
        const answer = await call(at(index), 'POST', `/v1/contacts/${contactId}/pick`, { token: agent.token });
        if (answer.status !== 200) told.push(performance.now() - begin);
        return answer;
      }),
    );
    const winners = agents.filter((_, index) => answers[index]?.status === 200);
    if (winners.length !== 1) wrongWinners += 1;
    untyped += answers.filter(({ status, code }) => status !== 200 && !LOSSES.has(code ?? '')).length;
    // Some stay, so that desks are not empty; with all of them, or all to be wrapped up, they would be read whole thousands of times.
    // One with two winners is evidence, and is left as it is.
    if (n % 100 !== 0 && winners.length === 1) {
      await must(at(n), 'POST', '/v1/online-help/end', { token });
      for (const winner of winners)
        await must(at(n), 'PUT', `/v1/contacts/${contactId}/wrap-up`, { token: winner.token, body: { text: '' } });
    }
    done += 1;
    progress(done, CONTACTS[size], 'contacts');
  });
  const { rows, contacts } = await readStore(scene.store);
  const starts = new Map<string, number>();
  for (const { kind, conversationId } of rows)
    if (kind === 'contact.started') starts.set(conversationId, (starts.get(conversationId) ?? 0) + 1);
  const twice = [...starts.values()].filter((count) => count !== 1).length;
  const orphans = contacts.filter(({ state, ownerId }) => state === 'active' && ownerId === null).length;
  const { violations } = await scene.judge();
  const { p50, p95 } = p95Of(told);
  return {
    figures: {
      contacts: CONTACTS[size],
      agents: AGENTS,
      processes: NODES,
      'winners ≠ 1': wrongWinners,
      'losers told p50 ms': p50,
      'losers told p95 ms': p95,
    },
    violations: [
      ...violations,
      ...goal(contacts.length === CONTACTS[size], `${contacts.length} contacts were made`),
      ...goal(wrongWinners === 0, `${wrongWinners} contacts had not exactly one winner`),
      ...goal(twice === 0, `${twice} contacts were started more than once`),
      ...goal(untyped === 0, `${untyped} losers were not told why`),
      ...goal(orphans === 0, `${orphans} contacts have no owner`),
      ...goal(size !== 'full' || p50 <= TOLD, `half of the losers were told after ${p50} ms`),
    ],
  };
}
