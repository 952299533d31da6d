import type { Logger } from '@alongside/domain';
import type pg from 'pg';
import { errorCode } from '../connection/failure.ts';

/** The role that the server works as: it owns nothing, so that row-level security holds for it even if the login is a superuser. */
export const appRole = 'alongside_app';

/** Errors that mean "not allowed here" or "another database of this cluster was faster": neither is a reason to stop. */
const tolerable = new Set(['42501', '42710', '23505', 'XX000', '0LP01']);

async function tryQuery(client: pg.Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    if (!tolerable.has(errorCode(error) ?? '')) throw error;
  }
}

/** Creates the role and joins it, where this login may. Where it may not, the server works as the owner: FORCE ROW LEVEL SECURITY binds it too. */
export async function prepareAppRole(client: pg.Client): Promise<void> {
  if (!(await appRoleExists(client))) await tryQuery(client, `CREATE ROLE ${appRole} NOLOGIN`);
  if (!(await appRoleExists(client)) || (await mayUseAppRole(client))) return;
  // Since 16 the creator of a role may administer it but not yet step into it.
  await tryQuery(client, `GRANT ${appRole} TO CURRENT_USER`);
}

async function appRoleExists(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [appRole]);
  return rows.length > 0;
}

/** Whether this login can step into the role. */
async function mayUseAppRole(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`SET ROLE ${appRole}`);
    await client.query('RESET ROLE');
    return true;
  } catch (error) {
    if (errorCode(error) === '42501' || errorCode(error) === '22023') return false;
    throw error;
  }
}

/** The role to work as; null: the login itself, because the role is not to be had here or was granted nothing in this database. */
export async function chooseRole(client: pg.Client, log: Logger): Promise<string | null> {
  if (await mayUseAppRole(client)) {
    const { rows } = await client.query<{ granted: boolean }>(
      `SELECT has_table_privilege($1, 'entries', 'INSERT') AS granted`,
      [appRole],
    );
    if (rows[0]?.granted === true) return appRole;
  }
  const { rows } = await client.query<{ passes: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]?.passes === true) {
    log.warn(
      { role: appRole },
      'The database login passes row-level security: run the migrations with it, or use a lesser login.',
    );
  }
  return null;
}

/** Rows of every table but the schema's own record, and the functions; nothing that changes the schema. */
export async function grantToAppRole(client: pg.Client): Promise<void> {
  if (!(await appRoleExists(client))) return;
  await client.query(`DO $$
    DECLARE
      place text := quote_ident(current_schema());
      target record;
    BEGIN
      EXECUTE format('GRANT USAGE ON SCHEMA %s TO ${appRole}', place);
      FOR target IN SELECT oid::regclass AS name, relkind, relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'S') AND NOT relispartition AND pg_has_role(relowner, 'USAGE')
      LOOP
        IF target.relkind = 'S' THEN
          EXECUTE format('GRANT USAGE, SELECT, UPDATE ON SEQUENCE %s TO ${appRole}', target.name);
        ELSIF target.relname = 'schema_migrations' THEN
          EXECUTE format('GRANT SELECT ON %s TO ${appRole}', target.name);
        ELSIF target.relname = 'audit_records' THEN
          EXECUTE format('GRANT SELECT, INSERT ON %s TO ${appRole}', target.name);
        ELSE
          EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO ${appRole}', target.name);
        END IF;
      END LOOP;
    END $$`);
}
