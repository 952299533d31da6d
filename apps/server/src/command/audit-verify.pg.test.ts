import { addTenant, audit, SYSTEM_ACTOR } from '@alongside/domain';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startTestServer } from '../testing/start-test-server.ts';
import { readCommand } from './arguments.ts';
import { runAuditVerify } from './audit-verify.ts';

test('[AUD3] the command says which chain is broken and where, and ends with 1', async () => {
  await using server = await startTestServer();
  const { id } = await addTenant(server.platform, { domain: 'second', settings: {} });
  for (let n = 0; n < 3; n += 1)
    await server.platform.store.transaction(id, async (tx) => audit(tx, SYSTEM_ACTOR, { action: 'queue.saved' }));
  const verify = async () => {
    const lines: string[] = [];
    const command = readCommand(['audit', 'verify', '--database-url', server.demo.database, '--log', 'stderr'], {});
    if (command.name !== 'audit verify') throw new Error(`It was read as ${command.name}.`);
    return { code: await runAuditVerify(command.settings, (line) => lines.push(line)), lines: lines.sort() };
  };
  expect(await verify()).toMatchObject({
    code: 0,
    lines: [expect.stringContaining('sound'), expect.stringContaining('second: 3 records, sound')],
  });

  const owner = new pg.Client({ connectionString: server.demo.database });
  await owner.connect();
  await owner.query('BEGIN');
  await owner.query(`SELECT set_config('app.tenant', $1, true)`, [id]);
  await owner.query('ALTER TABLE audit_records DISABLE TRIGGER keep_audit');
  await owner.query(`UPDATE audit_records SET action = 'queue.deleted' WHERE seq = 2`);
  await owner.query('ALTER TABLE audit_records ENABLE TRIGGER keep_audit');
  await owner.query('COMMIT');
  await owner.end();
  expect(await verify()).toMatchObject({
    code: 1,
    lines: [expect.stringContaining('sound'), 'second: BROKEN at record 2 (changed); the 1 before it are sound'],
  });
});

test.each([['audit'], ['audit', 'drop'], ['verify']])('"%s" is no command', (...words) => {
  expect(() => readCommand(words, {})).toThrow('There is no command');
});
