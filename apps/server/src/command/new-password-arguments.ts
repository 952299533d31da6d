import { StartRefused } from './start-refused.ts';

/** Whose password, and which. */
export interface NewPassword {
  readonly email: string;
  /** The company's word, where there is more than one. */
  readonly tenant: string | null;
  readonly password: string;
}

/** As everywhere a password is given; a longer one could not be typed at the sign-in. */
const [SHORTEST, LONGEST] = [15, 256];

/** What was typed after `alongside password`. @throws StartRefused */
export function readNewPassword(
  words: readonly string[],
  tenant: string | undefined,
  environment: NodeJS.ProcessEnv,
): NewPassword {
  const [email, ...more] = words;
  if (email === undefined || more.length > 0 || !email.includes('@'))
    throw new StartRefused('Whose password? Give one e-mail address: alongside password ada@bank.example');
  const password = environment.ALONGSIDE_NEW_PASSWORD ?? '';
  if (password.length < SHORTEST || password.length > LONGEST)
    throw new StartRefused(
      `Give the new password in ALONGSIDE_NEW_PASSWORD, at least ${SHORTEST} and at most ${LONGEST} characters.`,
    );
  return { email, tenant: tenant ?? null, password };
}
