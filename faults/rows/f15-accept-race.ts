import { call, startHelp } from '../src/calls.ts';
import { inDatabase, readStore } from '../src/collect.ts';
import { goal, type Row } from '../src/row.ts';

const CONTACTS = { small: 30, ci: 100, full: 10_000 };
const REACHES = 20;
const LOSSES = new Set(['contact_taken', 'offer_gone']);

export const acceptRace: Row = {
  id: 'F15',
  fault: 'twenty hands of four agents take one contact at once',
  async run({ size, scene: open }) {
    const scene = await open();
    const { url, demo } = scene.server;
    const agents = await Promise.all([0, 1, 2, 3].map((index) => scene.agent(index, false)));
    // Connected: who is not there loses what they hold at the next sweep.
    await scene.until(() => agents.every(({ connected }) => connected), 10_000);
    await inDatabase(scene.store, (client) => client.query('UPDATE desks SET capacity = 1000'));
    let wrongWinners = 0;
    let untyped = 0;
    let slowest = 0;
    for (let n = 0; n < CONTACTS[size]; n += 1) {
      const { contactId, token } = await startHelp(url, demo, `race-${n}`);
      const begin = performance.now();
      const answers = await Promise.all(
        Array.from({ length: REACHES }, (_, hand) =>
          call(url, 'POST', `/v1/contacts/${contactId}/pick`, { token: agents[hand % agents.length]!.token }),
        ),
      );
      slowest = Math.max(slowest, performance.now() - begin);
      if (answers.filter(({ status }) => status === 200).length !== 1) wrongWinners += 1;
      untyped += answers.filter(({ status, code }) => status !== 200 && !LOSSES.has(code ?? '')).length;
      if (n % 5 === 4) await call(url, 'POST', '/v1/online-help/end', { token });
    }
    const { rows, contacts } = await readStore(scene.store);
    const starts = new Map<string, number>();
    for (const { kind, conversationId } of rows)
      if (kind === 'contact.started') starts.set(conversationId, (starts.get(conversationId) ?? 0) + 1);
    const twice = [...starts.values()].filter((count) => count !== 1).length;
    const orphans = contacts.filter(({ state, ownerId }) => state === 'active' && ownerId === null).length;
    const { violations } = await scene.judge();
    return {
      figures: { contacts: CONTACTS[size], 'winners ≠ 1': wrongWinners, 'slowest race ms': Math.round(slowest) },
      violations: [
        ...violations,
        ...goal(wrongWinners === 0, `${wrongWinners} contacts had not exactly one winner`),
        ...goal(twice === 0, `${twice} contacts were started more than once`),
        ...goal(untyped === 0, `${untyped} losers were not told why`),
        ...goal(orphans === 0, `${orphans} contacts have no owner`),
      ],
    };
  },
};
