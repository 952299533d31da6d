import type { Migration } from './migration.ts';

/** Wrong passwords in a row are counted for each account, however long they take. */
export const signInLock: Migration = {
  version: 63,
  name: 'sign-in-lock',
  sql: `
-- Since the last sign-in or new password; counted before the password is looked at, so that many tries at once are as many.
ALTER TABLE agents ADD COLUMN failed_sign_ins integer NOT NULL DEFAULT 0 CHECK (failed_sign_ins >= 0);
`,
};
