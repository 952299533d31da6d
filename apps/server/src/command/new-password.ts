import { Refused, resetPassword } from '@alongside/domain';
import { createPasswordHasher } from '../engines/passwords.ts';
import type { Settings } from './arguments.ts';
import { lookAtStore } from './look-at-store.ts';
import type { NewPassword } from './new-password-arguments.ts';

/** `alongside password`: the way in for somebody whom no administrator can help. While the server runs, too. */
export const runNewPassword = (
  settings: Settings,
  { email, tenant, password }: NewPassword,
  say: (line: string) => void,
): Promise<number> =>
  lookAtStore(settings, say, async (store) => {
    const company = tenant === null ? await store.tenants.only() : await store.tenants.byDomain(tenant);
    if (!company) {
      say(tenant === null ? 'Which company? Give its word with --tenant.' : `There is no company "${tenant}".`);
      return 1;
    }
    try {
      await resetPassword({ store, passwords: createPasswordHasher() }, company.id, email, password);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'not_found') throw error;
      say(`Nobody signs in with ${email} there.`);
      return 1;
    }
    say(`${email} signs in with the new password from now on; whoever was signed in as them is no longer.`);
    return 0;
  });
