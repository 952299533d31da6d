import { demoFilePath } from '../demo/demo-file.ts';
import type { RunningDemo } from '../demo/start-demo.ts';

/** What the person at the terminal reads when all is ready. */
export function startLines(started: {
  url: string;
  dataDir: string;
  demo: RunningDemo | null;
  setupToken: string | null;
}): string[] {
  const { url, demo, setupToken } = started;
  if (demo) {
    return [
      ...table([
        ['The bank', demo.bank ?? 'not built: run npm run build'],
        ['Console', `${url}/console/`],
        ['API', `${url}/reference`],
      ]),
      '',
      ...table([
        ['Sign in as', demo.agents.map(({ email }) => email).join(', ')],
        ['Password', `each one's in ${demoFilePath(started.dataDir)}`],
      ]),
      ...demo.notes,
    ];
  }
  const lines = table([
    ['Console', `${url}/console/`],
    ['API', `${url}/reference`],
  ]);
  if (setupToken !== null) {
    lines.push(
      '',
      'Nobody is set up yet. This link makes the administrator; it works once, for 24 hours:',
      `  ${url}/console/#/setup?token=${setupToken}`,
    );
  }
  return lines;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}   ${value}`);
}
