import type { PasswordHasher } from '@alongside/domain';
import { hash, verify } from '@node-rs/argon2';

/** 64 MiB, 3 passes, 1 lane. */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 };
/** Each takes 64 MiB while it runs: a crowd at the door must not take the machine. */
const AT_ONCE = 4;

/** argon2id (the package's default variant), at most four at once; the rest waits its turn. */
export function createPasswordHasher(cost = COST): PasswordHasher {
  const turn = turnstile(AT_ONCE);
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => turn(() => hash(password, cost)),
    async verify(stored, password) {
      nobody ??= turn(() => hash('nobody has this password', cost));
      const against = stored ?? (await nobody);
      const right = await turn(() => verify(against, password));
      return stored !== null && right;
    },
  };
}

function turnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
