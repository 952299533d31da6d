import { call, signIn, setPresence, startHelp } from '../src/calls.ts';
import { inDatabase } from '../src/collect.ts';
import { goal, type Row } from '../src/row.ts';

const CONTACTS = { small: 20, ci: 50, full: 500 };
const CAPACITY = 3;

export const capacityRace: Row = {
  id: 'F16',
  lane: 'works',
  fault: 'fifty contacts reach for an agent who may hold three, by hand and by the router',
  async run({ size, scene: open }) {
    const scene = await open();
    const { url, demo } = scene.server;
    const agent = await signIn(url, demo, 0);
    await inDatabase(scene.store, (client) => client.query('UPDATE desks SET capacity = $1', [CAPACITY]));
    const waiting = [];
    for (let n = 0; n < CONTACTS[size]; n += 1) waiting.push(await startHelp(url, demo, `capacity-${n}`));
    // The router offers while the agent's hands pick: both want the same three slots.
    const answers = await Promise.all([
      setPresence(url, agent.token, 'available').then(() => null),
      ...waiting.map(({ contactId }) => call(url, 'POST', `/v1/contacts/${contactId}/pick`, { token: agent.token })),
    ]);
    const picked = answers.filter((answer) => answer?.status === 200).length;
    const codes = new Set(
      answers.flatMap((answer) => (answer && answer.status !== 200 ? [answer.code ?? 'untyped'] : [])),
    );
    const { held, open: slots } = await inDatabase(scene.store, async (client) => {
      const { rows } = await client.query<{ held: number; open: number }>(
        `SELECT (SELECT count(*)::integer FROM contacts WHERE (state = 'active' AND owner_id = $1) OR (state = 'offered' AND offered_to = $1)) AS held,
           (SELECT open_contacts FROM desks WHERE agent_id = $1) AS open`,
        [agent.id],
      );
      return rows[0] ?? { held: -1, open: -1 };
    });
    const refused = [...codes].filter((code) => code !== 'at_capacity' && code !== 'contact_taken');
    const constraint = await inDatabase(scene.store, (client) =>
      client.query('UPDATE desks SET open_contacts = capacity + 1 WHERE agent_id = $1', [agent.id]).then(
        () => false,
        () => true,
      ),
    );
    const { violations } = await scene.judge();
    return {
      figures: { contacts: waiting.length, picked, held, capacity: CAPACITY },
      violations: [
        ...violations,
        ...goal(held <= CAPACITY && held === slots, `${held} are held and ${slots} slots are taken, of ${CAPACITY}`),
        ...goal(held === CAPACITY, `only ${held} of ${CAPACITY} slots were used`),
        ...goal(refused.length === 0, `refused with ${refused.join(', ')}`),
        ...goal(constraint, 'the database would take one more than the capacity'),
      ],
    };
  },
};
