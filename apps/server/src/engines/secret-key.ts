import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefused } from '../command/start-refused.ts';

const SHORTEST = 32;
/** Words that stand in examples; nobody's key has them by chance. */
const EXAMPLES = /change.?me|example|secret|password|your.?key|0{16}|1234567890|(.)\1{11}/i;

/**
 * The key that seals what the server must compute with. From ALONGSIDE_SECRET_KEY, else from `<data>/secret.key`, which is made (mode 600)
 * at the first start. Losing it means making new access keys.
 */
export function loadSecretKey(dataDir: string, given: string | undefined): string {
  if (given !== undefined) return checked(given, 'ALONGSIDE_SECRET_KEY');
  const file = join(dataDir, 'secret.key');
  if (existsSync(file)) return checked(readFileSync(file, 'utf8').trim(), file);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString('base64url');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

function checked(key: string, from: string): string {
  const how = 'Make one with: openssl rand -base64 32';
  if (key.length < SHORTEST) throw new StartRefused(`The key in ${from} has fewer than ${SHORTEST} characters. ${how}`);
  if (EXAMPLES.test(key)) throw new StartRefused(`The key in ${from} is an example or has a pattern. ${how}`);
  return key;
}
