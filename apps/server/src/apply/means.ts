import { randomBytes, randomUUID } from 'node:crypto';
import { speakablePassword } from '../demo/passwords.ts';
import type { Means } from './plan.ts';

/** Ids and first passwords of this machine's own randomness. */
export const means: Means = {
  uuid: () => randomUUID(),
  password: () => speakablePassword({ bytes: (count) => randomBytes(count), uuid: () => randomUUID() }),
};
