import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readTrunkAddress, type TrunkToInspect } from '@alongside/telephony';
import { StartRefused } from './start-refused.ts';

const FLAGS = { trunk: { type: 'string' }, ca: { type: 'string' } } as const;

/** `alongside doctor --trunk <address>`. The password is never an argument: arguments can be seen by everybody on the machine. @throws StartRefused */
export function readTrunkDoctor(argv: readonly string[], environment: NodeJS.ProcessEnv): TrunkToInspect {
  const { trunk: typed, ca } = parsed(argv);
  const trunk = readTrunkAddress(typed ?? '', environment.ALONGSIDE_TRUNK_PASSWORD || null);
  if (trunk === null)
    throw new StartRefused(`"${typed ?? ''}" is no trunk; give one as sip:account@sip.carrier.example;transport=tls`);
  if (trunk.credentials?.password === '')
    throw new StartRefused(`Put the password of ${trunk.credentials.username} into ALONGSIDE_TRUNK_PASSWORD.`);
  return ca === undefined ? trunk : { ...trunk, ca: authorityIn(ca) };
}

function parsed(argv: readonly string[]): { trunk?: string | undefined; ca?: string | undefined } {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true }).values;
  } catch {
    throw new StartRefused('Give doctor --trunk one address, and --ca a file with an authority; see alongside --help');
  }
}

function authorityIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new StartRefused(`The file ${path} of --ca cannot be read.`);
  }
}
