import { type AddressInfo, connect, createServer } from 'node:net';
import { migrate } from '@alongside/store';
import { runProgram } from '../src/program.ts';
import { goal, type Row } from '../src/row.ts';
import { asPlainClient, differences, schemaOf } from '../src/schema.ts';

/** How many places it passes over from one kill to the next. */
const EVERY = { small: 11, ci: 5, full: 1 };

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

export const migrationKilled: Row = {
  id: 'F22',
  fault:
    'migrations killed in the middle: the program at each message to the database, the database session in each statement',
  minutes: 5,
  async run({ size, main, database }) {
    const every = EVERY[size];
    const wrong: string[] = [];
    const fresh = await database();
    const messages = await killedAt(main, fresh.url, Number.POSITIVE_INFINITY);
    const wanted = await schemaOf(fresh.adminUrl);

    let kills = 0;
    for (let at = 1; at <= messages; at += every) {
      const { url, adminUrl } = await database();
      await killedAt(main, url, at);
      kills += 1;
      const again = await runProgram(main, ['migrate', '--database-url', url]);
      if (again.code !== 0)
        wrong.push(`after a kill at message ${at} the next run ended with ${again.code}: ${again.output}`);
      else wrong.push(...differences(await schemaOf(adminUrl), wanted).map((line) => `after message ${at}: ${line}`));
    }

    let statements = Number.POSITIVE_INFINITY;
    let sessions = 0;
    for (let at = 1; at <= statements; at += every) {
      const { url, adminUrl } = await database();
      await asPlainClient(adminUrl, (client) => client.query(DIE_AT));
      await asPlainClient(adminUrl, (client) => client.query('UPDATE faults.die SET at = $1', [at]));
      const died = await migrate(url).then(
        () => false,
        () => true,
      );
      if (died) sessions += 1;
      else wrong.push(`nothing died in statement ${at}`);
      await asPlainClient(adminUrl, (client) => client.query('UPDATE faults.die SET at = 0'));
      await asPlainClient(adminUrl, (client) => client.query(`SELECT setval('faults.commands', 1, false)`));
      const ran = await migrate(url);
      if (at === 1)
        statements = await asPlainClient(adminUrl, async (client) => {
          const { rows } = await client.query<{ last: string }>('SELECT last_value AS last FROM faults.commands');
          return Number(rows[0]?.last);
        });
      await asPlainClient(adminUrl, (client) =>
        client.query('DROP EVENT TRIGGER faults_count; DROP SCHEMA faults CASCADE'),
      );
      if (at === 1 && ran.length === 0) wrong.push('the first statement left something behind');
      wrong.push(...differences(await schemaOf(adminUrl), wanted).map((line) => `after statement ${at}: ${line}`));
    }

    const tooOld = await refusesNewer(main, fresh);
    return {
      figures: {
        'kills of the program': kills,
        'of messages': messages,
        'sessions ended in a statement': sessions,
        'of statements': statements,
        'lines of schema': wanted.length,
        differences: wrong.length,
      },
      violations: [...wrong.map((what) => ({ rule: 'goal' as const, what })), ...tooOld],
    };
  },
};

/** Kills the migrating program when its nth message arrives, every second time after having passed it on. Returns how many came. */
async function killedAt(main: string, url: string, at: number): Promise<number> {
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
  if (at === Number.POSITIVE_INFINITY && code !== 0) throw new Error(`A migration without any fault failed: ${output}`);
  return count;
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
