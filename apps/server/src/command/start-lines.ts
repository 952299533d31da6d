import { demoFilePath } from '../demo/demo-file.ts';
import type { RunningDemo } from '../demo/start-demo.ts';

export interface StartFacts {
  readonly url: string;
  readonly dataDir: string;
  readonly demo: RunningDemo | null;
  readonly setupToken: string | null;
  /** Reachable from other machines, and not over https. */
  readonly plainHttp: boolean;
}

/** What the person at the terminal reads when all is ready. */
export function startLines(facts: StartFacts): string[] {
  const { url, demo, setupToken } = facts;
  const bank = demo ? [['The bank', demo.bank ?? 'not built: run npm run build'] as const] : [];
  const lines = table([...bank, ['Console', `${url}/console/`], ['API', `${url}/reference`]]);
  if (demo) {
    const people = demo.agents.map(({ email }) => email).join(', ');
    lines.push(
      '',
      ...table([
        ['Sign in as', people],
        ['Password', `each one's in ${demoFilePath(facts.dataDir)}`],
      ]),
      ...demo.notes,
    );
  }
  if (setupToken !== null) {
    lines.push(
      '',
      '  Nobody is set up yet. This link makes the administrator; it works once, for 24 hours:',
      `  ${url}/console/#/setup?token=${setupToken}`,
    );
  }
  if (facts.plainHttp)
    lines.push(
      '',
      '  Browsers on other machines can sign in over https only: put a proxy before this and set --public-url.',
    );
  return lines;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}   ${value}`);
}
