import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '@alongside/store';
import type pg from 'pg';
import { runProgram } from '../src/program.ts';
import { goal, type Row } from '../src/row.ts';
import { asPlainClient, differences, schemaOf } from '../src/schema.ts';

/** How many places it passes over from one kill to the next. */
const EVERY = { small: 11, ci: 5, full: 1 };

/** Messages of one step and a few more: where the next step begins, seen from the message that ended the last. */
const STEP_BACK = 5;

/**
 * Dies with its backend in the middle of a statement: an event trigger ends the session in the nth command of the schema. A sequence
 * counts, because it keeps its count when the transaction is undone.
 */
const DIE_AT = `
  CREATE SCHEMA faults;
  CREATE SEQUENCE faults.commands;
  CREATE TABLE faults.die (at bigint);
  INSERT INTO faults.die VALUES (0);
  GRANT USAGE ON SCHEMA faults TO PUBLIC;
  GRANT ALL ON ALL TABLES IN SCHEMA faults TO PUBLIC;
  GRANT ALL ON ALL SEQUENCES IN SCHEMA faults TO PUBLIC;
  CREATE FUNCTION faults.count() RETURNS event_trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF nextval('faults.commands') = (SELECT at FROM faults.die) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
  END $$;
  CREATE EVENT TRIGGER faults_count ON ddl_command_end EXECUTE FUNCTION faults.count();`;

interface Chain {
  readonly kills: number;
  readonly wrong: readonly string[];
}

/**
 * Kills one run after another on the same database, each a place further than the last, until one comes through. What a killed run leaves
 * must be what it found, but for whole steps; so each kill continues from what the one before has left, and the last dump is a sum of all of them.
 */
async function killOnAndOn(
  adminUrl: string,
  options: { every: number; back: number; steps: number; run(at: number): Promise<'died' | 'ended'> },
): Promise<Chain> {
  const wrong: string[] = [];
  let before = await leftBehind(adminUrl);
  let kills = 0;
  for (let at = 1; (await options.run(at)) === 'died'; ) {
    kills += 1;
    const after = await leftBehind(adminUrl);
    if (after.steps > before.steps) at = Math.max(1, at - options.back);
    // What comes before the first step and after the last (the table of steps, the rights of the server's role) is no step.
    else if (after.steps > 0 && after.steps < options.steps)
      wrong.push(...differences(after.schema, before.schema).map((line) => `left by a kill at place ${at}: ${line}`));
    before = after;
    at += options.every;
  }
  return { kills, wrong };
}

async function leftBehind(adminUrl: string): Promise<{ steps: number; schema: readonly string[] }> {
  const steps = await asPlainClient(adminUrl, async (client) => {
    await othersGone(client);
    const table = await client.query<{ name: string | null }>(`SELECT to_regclass('schema_migrations')::text AS name`);
    if (table.rows[0]?.name == null) return null;
    const { rows } = await client.query<{ steps: string }>('SELECT count(*) AS steps FROM schema_migrations');
    return Number(rows[0]?.steps);
  });
  return steps === null ? { steps: 0, schema: [] } : { steps, schema: await schemaOf(adminUrl) };
}

/** The session of a program that was killed goes on until its statement is through, a COMMIT too: before that nothing is left behind yet. */
async function othersGone(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { rowCount } = await client.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
    if (rowCount === 0) return;
    await delay(50);
  }
  throw new Error('A session of a killed program is still there after 30 s.');
}

export const migrationKilled: Row = {
  id: 'F22',
  lane: 'works',
  fault:
    'migrations killed in the middle: the program at each message to the database, the database session in each statement',
  minutes: 9,
  async run({ size, main, database }) {
    const every = EVERY[size];
    const fresh = await database();
    await migrate(fresh.url);
    const { steps, schema: wanted } = await leftBehind(fresh.adminUrl);

    const program = await database();
    const byMessage = await killOnAndOn(program.adminUrl, {
      every,
      back: STEP_BACK,
      steps,
      run: (at) => killedAt(main, program.url, at),
    });

    const session = await database();
    await asPlainClient(session.adminUrl, (client) => client.query(DIE_AT));
    const byStatement = await killOnAndOn(session.adminUrl, {
      every,
      back: Number.POSITIVE_INFINITY,
      steps,
      async run(at) {
        await asPlainClient(session.adminUrl, (client) =>
          client.query(`UPDATE faults.die SET at = ${at}; SELECT setval('faults.commands', 1, false)`),
        );
        return migrate(session.url).then(
          (): 'ended' => 'ended',
          async (error): Promise<'died'> => {
            const { rows } = await asPlainClient(session.adminUrl, (client) =>
              client.query<{ last: string }>('SELECT last_value AS last FROM faults.commands'),
            );
            if (Number(rows[0]?.last) < at) throw error;
            return 'died';
          },
        );
      },
    });
    await asPlainClient(session.adminUrl, (client) =>
      client.query('DROP EVENT TRIGGER faults_count; DROP SCHEMA faults CASCADE'),
    );

    const ends = [
      ...differences(await schemaOf(program.adminUrl), wanted).map((line) => `after all kills of the program: ${line}`),
      ...differences(await schemaOf(session.adminUrl), wanted).map((line) => `after all sessions ended: ${line}`),
    ];
    const wrong = [...byMessage.wrong, ...byStatement.wrong, ...ends];
    const tooOld = await refusesNewer(main, fresh);
    return {
      figures: {
        'kills of the program': byMessage.kills,
        'sessions ended in a statement': byStatement.kills,
        steps,
        'lines of schema': wanted.length,
        differences: wrong.length,
      },
      violations: [
        ...wrong.map((what) => ({ rule: 'goal' as const, what })),
        ...goal(byMessage.kills >= steps / every, `only ${byMessage.kills} kills of the program in ${steps} steps`),
        ...goal(byStatement.kills >= steps / every, `only ${byStatement.kills} sessions ended in ${steps} steps`),
        ...tooOld,
      ],
    };
  },
};

/** Kills the migrating program when its nth message arrives, every second time after having passed it on. */
async function killedAt(main: string, url: string, at: number): Promise<'died' | 'ended'> {
  const { hostname, port } = new URL(url);
  let count = 0;
  let kill = () => {};
  const path = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.on('data', (bytes) => {
      count += 1;
      if (count === at && at % 2 === 1) kill();
      else if (count <= at) far.write(bytes);
      if (count === at) kill();
    });
    far.on('data', (bytes) => near.write(bytes));
    for (const socket of [near, far])
      socket
        .on('error', () => {})
        .on('close', () => {
          near.destroy();
          far.destroy();
        });
  });
  await new Promise<void>((resolve) => path.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((path.address() as AddressInfo).port);
  const { code, output } = await runProgram(main, ['migrate', '--database-url', through.href], (how) => {
    kill = how;
  });
  await new Promise<void>((resolve) => path.close(() => resolve()));
  if (count >= at) return 'died';
  if (code !== 0) throw new Error(`A migration without any fault failed: ${output}`);
  return 'ended';
}

/** A database from the future: the program says so, ends, and touches nothing. */
async function refusesNewer(main: string, { url, adminUrl }: { url: string; adminUrl: string }) {
  await asPlainClient(adminUrl, (client) =>
    client.query(`INSERT INTO schema_migrations (version, name, checksum)
      SELECT max(version) + 1, 'from the future', 'x' FROM schema_migrations`),
  );
  const before = await schemaOf(adminUrl);
  const found = [];
  for (const command of ['serve', 'migrate']) {
    const { code, output } = await runProgram(main, [command, '--port', '0', '--database-url', url]);
    found.push(
      ...goal(code === 1, `${command} on a newer database ended with ${code}`),
      ...goal(/install a newer one/.test(output), `${command} on a newer database said: ${output}`),
    );
  }
  found.push(...goal(differences(await schemaOf(adminUrl), before).length === 0, 'a newer database was changed'));
  return found;
}
