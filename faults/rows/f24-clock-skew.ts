import { setTimeout as delay } from 'node:timers/promises';
import type { Entry } from '@alongside/protocol';
import { call, socketTicket, startHelp } from '../src/calls.ts';
import { inDatabase } from '../src/collect.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { skewClock } from '../src/skewed-clock.ts';
import { Upsetter } from '../src/upsetter.ts';

const SECONDS = { small: 2, ci: 3, full: 20 };
const MINUTES = 60_000;
const DAY = 24 * 60 * MINUTES;
/** By how much a token's end may be off. */
const TOLERANCE_SECONDS = 60;

interface Ends {
  session: number;
  ticket: number;
  offer: number | null;
  entry: number;
}

export const clockSkew: Row = {
  id: 'F24',
  // It moves the clock of this process, by which every row's requests are signed.
  lane: 'alone',
  fault: "the server's clock ten minutes ahead, ten behind, and jumping; the SDK's a day ahead and a day behind",
  async run({ size, main, scene: open }) {
    const upsetter = new Upsetter(main);
    try {
      const scene = await open(upsetter.options);
      const { url, demo } = scene.server;
      const pairs: Parameters<typeof scene.talk>[0][number][] = [];
      const holder = await scene.agent(0, false);
      for (let n = 0; n < 6; n += 1) {
        const { client, started } = await scene.customer();
        pairs.push({ client, conversationId: started.conversationId });
        if (n > 0) continue;
        await scene.pick(holder, started);
        pairs.push({ client: holder, conversationId: started.conversationId });
      }
      const sdk = await scene.sdkCustomer();
      pairs.push({ client: sdk, conversationId: sdk.conversationId });
      // Takes what comes, so that there is an offer whose deadline can be looked at.
      const offered = await scene.agent(1);
      const veteran = await startHelp(url, demo, 'veteran');
      scene.talk(pairs, 20);
      const wrong: string[] = [];
      let worst = 0;
      const clocks: readonly (number | null)[] = [10 * MINUTES, -10 * MINUTES, null, 0];
      for (const clock of clocks) {
        upsetter.order({ clock });
        // Its clients' clocks are those of this process.
        await delay(300);
        const word = clock === null ? 'jumping' : `${clock / MINUTES} min`;
        const fresh = await startHelp(url, demo, `at ${word}`);
        const ticket = await socketTicket(url, veteran.token);
        for (const [whose, { conversationId, token }] of Object.entries({ veteran, fresh })) {
          const { status, code } = await call(url, 'GET', `/v1/conversations/${conversationId}/entries`, { token });
          if (status !== 200) wrong.push(`${word}: the ${whose} session was answered ${status} ${code}`);
        }
        if (ticket === '') wrong.push(`${word}: no ticket`);
        const ends = await endsOf(demo);
        const off = {
          session: ends.session - 24 * 3600,
          ticket: ends.ticket - 30,
          offer: ends.offer === null ? 0 : Math.max(0, ends.offer - 30),
          entry: ends.entry,
        };
        for (const [what, seconds] of Object.entries(off)) {
          worst = Math.max(worst, Math.abs(seconds));
          if (Math.abs(seconds) > TOLERANCE_SECONDS) wrong.push(`${word}: ${what} was off by ${Math.round(seconds)} s`);
        }
        for (const skew of [DAY, -DAY]) {
          skewClock(skew);
          const before = scene.acked;
          const went = await scene.until(() => scene.acked >= before + 20, 10_000);
          skewClock(0);
          if (!went) wrong.push(`${word}, clients ${skew / DAY} day: messages no longer went on`);
        }
        await delay(SECONDS[size] * 1000);
        if (!holder.desk?.conversations.some(({ id }) => id === pairs[0]?.conversationId))
          wrong.push(`${word}: a held contact was taken from its agent`);
      }
      const times = await call<{ entries: Entry[] }>(
        url,
        'GET',
        `/v1/conversations/${pairs[0]?.conversationId}/entries?after=0`,
        { token: holder.token },
      );
      const shown = times.body.entries.map(({ at }) => Date.parse(at));
      const backward = shown.filter((at, n) => at < (shown[n - 1] ?? 0)).length;
      const { figures, violations } = await scene.judge();
      return {
        figures: {
          ...figuresOf(figures),
          'ends off by at most s': Math.round(worst * 10) / 10,
          'times that run backward': backward,
          'offers seen': offered.desk === null ? 'no' : 'yes',
        },
        violations: [
          ...violations,
          ...wrong.map((what) => ({ rule: 'goal' as const, what })),
          ...goal(backward === 0, `${backward} displayed times run backward`),
          ...goal(figures.refused === 0, `${figures.refused} messages were refused`),
        ],
      };
    } finally {
      skewClock(0);
      upsetter.remove();
    }
  },
};

/** Seconds by the database's clock: until the newest session, ticket and offer end, and since the newest entry. */
function endsOf(demo: Parameters<typeof inDatabase>[0]): Promise<Ends> {
  return inDatabase(demo, async (client) => {
    const { rows } = await client.query<Ends>(
      `SELECT
         (SELECT extract(epoch FROM max(expires_at) - clock_timestamp()) FROM customer_sessions)::float8 AS session,
         (SELECT extract(epoch FROM max(expires_at) - clock_timestamp()) FROM tickets)::float8 AS ticket,
         (SELECT extract(epoch FROM max(offer_deadline) - clock_timestamp()) FROM contacts)::float8 AS offer,
         (SELECT extract(epoch FROM clock_timestamp() - max(created_at)) FROM entries)::float8 AS entry`,
    );
    const [ends] = rows;
    if (ends === undefined) throw new Error('Nothing ends.');
    return ends;
  });
}
