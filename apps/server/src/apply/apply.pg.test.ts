import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentSettings, QueueSettings } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCommand } from '../command/arguments.ts';
import { call, signIn } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { runApply } from './run-apply.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'alongside-apply-'));
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** `alongside apply <file>` as the administrator types it: the exit code, and what was said. */
async function apply(text: string, ...flags: string[]): Promise<{ code: number; said: string }> {
  const file = join(folder, 'tenant.yaml');
  await writeFile(file, text);
  const { email, password } = server.demo.admin;
  const command = readCommand(['apply', file, '--server', server.url, ...flags], {
    ALONGSIDE_EMAIL: email,
    ALONGSIDE_PASSWORD: password,
  });
  if (command.name !== 'apply') throw new Error(command.name);
  const lines: string[] = [];
  const code = await runApply(command.options, (line) => lines.push(line));
  return { code, said: lines.join('\n') };
}

const asAdministrator = async <T>(path: string): Promise<T> => {
  const { token } = await signIn(server, server.demo.admin);
  return (await call<T>(server, 'GET', path, { token })).body;
};

const NOTHING = 'Nothing to do: the server is as the file says.';
const FILE = `
alongside: 1
tenant: { timeZone: Europe/Istanbul, offerSeconds: 25 }
skills: [{ name: Cards }, { name: Dutch }]
businessHours:
  - { name: Office, timeZone: Europe/Istanbul, week: [{ day: 1, from: "09:00", to: "18:00" }] }
webhooks: [{ url: "https://93.184.215.14/alongside", events: [contact.ended] }]
queues:
  - { name: Cards, hours: Office, rings: [{ afterSeconds: 0, requirements: { Cards: 3 } }], overflow: { afterSeconds: 600, queue: Loans } }
  - { name: Loans, overflow: { afterSeconds: 600, queue: Cards } }
people:
  - { email: elif@meridian.example, staffNumber: "45186", skills: { Cards: 4, Dutch: 2 } }
  - { email: new@meridian.example, name: Nil Demir, skills: { Dutch: 5 } }
cannedReplies: [{ shortcut: thanks, title: Thanks, text: "Thank you, {name}." }]
`;

test('a plan changes nothing and ends with 2; applied, the same file has nothing to do and ends with 0', async () => {
  const planned = await apply(FILE, '--plan');
  expect(planned.code).toBe(2);
  expect(planned.said).toContain('+ queue "Cards"');
  expect(planned.said).toContain('    offerSeconds: 30 → 25');
  expect(planned.said).not.toMatch(/password|secret/i);
  expect((await asAdministrator<{ queues: QueueSettings[] }>('/v1/queue-settings')).queues).toHaveLength(1);

  const applied = await apply(FILE, '--yes');
  expect(applied.said).toContain('Done.');
  expect(applied.code).toBe(0);
  const { queues } = await asAdministrator<{ queues: QueueSettings[] }>('/v1/queue-settings');
  const [cards, loans] = ['Cards', 'Loans'].map((name) => queues.find((queue) => queue.name === name));
  expect(cards?.overflow?.queueId).toBe(loans?.id);
  expect(loans?.overflow?.queueId).toBe(cards?.id);
  const { agents } = await asAdministrator<{ agents: AgentSettings[] }>('/v1/agent-settings');
  expect(agents.find(({ email }) => email === 'elif@meridian.example')).toMatchObject({ staffNumber: '45186' });

  // What is shown once works, and never comes again.
  const password = /^first password of new@meridian\.example: (\S+)$/m.exec(applied.said)?.[1];
  const signedIn = await signIn(server, { email: 'new@meridian.example', password: password ?? '' });
  expect(signedIn.agent.name).toBe('Nil Demir');
  expect(applied.said).toMatch(/^secret of https:\/\/93\.184\.215\.14\/alongside: whsec_\S+$/m);

  expect(await apply(FILE, '--plan')).toEqual({ code: 0, said: NOTHING });
  expect(await apply(FILE, '--yes')).toEqual({ code: 0, said: NOTHING });
});

test('a file with faults is refused with the line of each, before anything is called', async () => {
  const faulty = `alongside: 1\nqueues:\n  - { name: Cards, priority: 12 }\n  - { name: Loans, colour: red }\n`;
  const refusal = await apply(faulty, '--yes').catch((error: Error) => error.message);
  expect(refusal).toContain('has 2 fault(s)');
  expect(refusal).toMatch(/line 3: queues › 0 › priority/);
  expect(refusal).toContain('line 4: queues › 1 has no field "colour"');
  await expect(apply('alongside: 1\nskills: [', '--yes')).rejects.toThrow(/line 2: /);
  await expect(apply('alongside: 1\nqueues: [{ name: Aside, hours: Never }]', '--yes')).rejects.toThrow(
    'queue "Aside" has the hours "Never", which is neither in the file nor on the server',
  );
});

test('nobody applies who is no administrator, and a plan without anybody to agree is not applied', async () => {
  await expect(apply('alongside: 1\nskills: [{ name: Unasked }]')).rejects.toThrow('add --yes');
  const { skills } = await asAdministrator<{ skills: { name: string }[] }>('/v1/skills');
  expect(skills.some(({ name }) => name === 'Unasked')).toBe(false);
  const file = join(folder, 'tenant.yaml');
  const [elif] = server.demo.agents;
  const options = { file, server: server.url, tenant: undefined, planOnly: true, yes: false };
  await expect(runApply({ ...options, email: elif!.email, password: elif!.password }, () => {})).rejects.toThrow(
    '(not_allowed)',
  );
});

test('what the server refuses stops the plan: what was done is said and stays, and the corrected file goes on from there', async () => {
  const file = (timeZone: string) => `
alongside: 1
skills: [{ name: Mortgages }]
businessHours: [{ name: Elsewhere, timeZone: ${timeZone} }]
cannedReplies: [{ shortcut: later, title: Later, text: Later. }]
`;
  const stopped = await apply(file('Nowhere/Land'), '--yes');
  expect(stopped.code).toBe(1);
  expect(stopped.said).toContain('Stopped at business hours "Elsewhere"');
  expect(stopped.said).toContain('1 of 3 steps are done');
  const resumed = await apply(file('Europe/Amsterdam'), '--yes');
  expect(resumed.code).toBe(0);
  expect(resumed.said).not.toContain('Mortgages');
});
