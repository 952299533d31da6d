import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCommand } from './arguments.ts';
import { runAuditVerify } from './audit-verify.ts';
import { runRoutingReplay } from './routing-replay.ts';

test.each([
  ['audit verify', runAuditVerify],
  ['routing replay', runRoutingReplay],
] as const)('%s says of a folder without a database that there is none, and makes none', async (name, run) => {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-look-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const command = readCommand([...name.split(' '), '--data', folder], {});
  if (command.name !== name) throw new Error(`It was read as ${command.name}.`);
  const said: string[] = [];
  expect(await run(command.settings, (line) => said.push(line))).toBe(1);
  expect(said).toEqual([`There is no database in ${folder} yet; give --data or --database-url.`]);
  expect(readdirSync(folder)).toEqual([]);
});
