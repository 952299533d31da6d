import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { StartRefused } from '../command/start-refused.ts';
import { type Administration, AdministrationRefused, readConfiguration, signInTo } from './administration.ts';
import { means } from './means.ts';
import { planOf } from './plan.ts';
import { readTenantFile, TenantFileFaults } from './read-tenant-file.ts';
import type { Step } from './steps.ts';

export interface ApplyOptions {
  readonly file: string;
  readonly server: string;
  readonly tenant: string | undefined;
  readonly email: string | undefined;
  readonly password: string | undefined;
  /** Shows the plan and ends: 0 where nothing is to do, 2 where something is. */
  readonly planOnly: boolean;
  /** Does not ask. */
  readonly yes: boolean;
}

/** Plan, then apply. Answers the exit code. @throws StartRefused with one sentence for people */
export async function runApply(options: ApplyOptions, say: (line: string) => void): Promise<number> {
  const { email, password, tenant } = options;
  if (!email || !password)
    throw new StartRefused('Say who you are: ALONGSIDE_EMAIL and ALONGSIDE_PASSWORD of an administrator.');
  try {
    const file = readTenantFile(await readText(options.file));
    const administration = await signInTo(options.server, { email, password, ...(tenant ? { tenant } : {}) });
    try {
      const steps = planOf(file, await readConfiguration(administration), means);
      for (const line of planLines(steps)) say(line);
      if (steps.length === 0) return 0;
      if (options.planOnly) return 2;
      if (!options.yes && !(await agreed())) {
        say('Nothing was changed.');
        return 1;
      }
      return await apply(steps, administration, say);
    } finally {
      await administration.signOut().catch(() => undefined);
    }
  } catch (error) {
    throw asSentence(error, options);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new StartRefused(`${file} cannot be read.`);
  }
}

function planLines(steps: readonly Step[]): string[] {
  if (steps.length === 0) return ['Nothing to do: the server is as the file says.'];
  const count = (sign: Step['sign']) => steps.filter((step) => step.sign === sign).length;
  return [
    ...steps.flatMap(({ sign, what, changes }) => [`${sign} ${what}`, ...changes.map((change) => `    ${change}`)]),
    '',
    `${count('+')} to add, ${count('~')} to change, ${count('-')} to remove.`,
  ];
}

/** Each step by itself: what broke off is said, what was done stays, and the same file applied again goes on. */
async function apply(
  steps: readonly Step[],
  administration: Administration,
  say: (line: string) => void,
): Promise<number> {
  const secrets: string[] = [];
  let done = 0;
  try {
    for (const step of steps) {
      const secret = await step.run(administration);
      done += 1;
      say(`${String(done).padStart(String(steps.length).length)}/${steps.length} ${step.sign} ${step.what}`);
      if (secret) secrets.push(secret);
    }
    say('Done.');
    return 0;
  } catch (error) {
    say(`Stopped at ${steps[done]?.what ?? 'the end'}: ${error instanceof Error ? error.message : String(error)}`);
    say(`${done} of ${steps.length} steps are done; correct the cause and apply the same file again.`);
    return 1;
  } finally {
    if (secrets.length > 0) for (const line of ['', 'Shown once, kept nowhere:', ...secrets]) say(line);
  }
}

async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new StartRefused('Nobody is here to agree to the plan: add --yes to apply it.');
  const line = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await line.question('Apply this plan? (y/N) ')).trim());
  } finally {
    line.close();
  }
}

function asSentence(error: unknown, { file, server }: ApplyOptions): unknown {
  if (error instanceof TenantFileFaults)
    return new StartRefused(`${file} has ${error.faults.length} fault(s):\n  ${error.faults.join('\n  ')}`);
  if (error instanceof AdministrationRefused) return new StartRefused(error.message);
  if (error instanceof TypeError && error.message === 'fetch failed')
    return new StartRefused(`No Alongside server answers at ${server}.`);
  return error;
}
