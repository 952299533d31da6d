import { parseArgs } from 'node:util';
import { StartRefused } from '../command/start-refused.ts';
import type { ApplyOptions } from './run-apply.ts';

const FLAGS = {
  server: { type: 'string' },
  tenant: { type: 'string' },
  email: { type: 'string' },
  plan: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
} as const;

/** `alongside apply <file>` with its own options. A password is never an argument: arguments can be seen by everybody on the machine. */
export function readApplyArguments(argv: readonly string[], environment: NodeJS.ProcessEnv): ApplyOptions {
  const { values, positionals } = parsed(argv);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new StartRefused('Give one file: alongside apply tenant.yaml; see alongside --help');
  return {
    file,
    server: serverOf(values.server ?? environment.ALONGSIDE_SERVER ?? 'http://127.0.0.1:8080'),
    tenant: values.tenant ?? (environment.ALONGSIDE_TENANT || undefined),
    email: values.email ?? (environment.ALONGSIDE_EMAIL || undefined),
    password: environment.ALONGSIDE_PASSWORD || undefined,
    planOnly: values.plan ?? false,
    yes: values.yes ?? false,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new StartRefused(
      `${error instanceof Error ? error.message.split('. ')[0] : 'The arguments are not understood'}; try: alongside --help`,
    );
  }
}

function serverOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new StartRefused(`"${text}" is no address of a server; give one as https://help.example.com`);
  return url.origin;
}
