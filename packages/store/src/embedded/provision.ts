import pg from 'pg';
import { applicationDatabase, applicationRole, type Credentials, connectionUrl, superuser } from './credentials.ts';

/** Makes sure that the application's role and database exist. A second call changes nothing. */
export async function provisionDatabase(port: number, credentials: Credentials): Promise<void> {
  if (await applicationConnects(port, credentials)) return;
  const client = new pg.Client({
    connectionString: connectionUrl(superuser, credentials.superuserPassword, port, 'postgres'),
  });
  client.on('error', () => {});
  await client.connect();
  try {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [applicationRole]);
    const verb = role.rowCount === 0 ? 'CREATE' : 'ALTER';
    // No superuser: a superuser passes by row-level security, the second wall between tenants.
    await client.query(
      `${verb} ROLE ${applicationRole} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD ${client.escapeLiteral(credentials.applicationPassword)}`,
    );
    const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [applicationDatabase]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${applicationDatabase} OWNER ${applicationRole}`);
  } finally {
    await client.end();
  }
}

async function applicationConnects(port: number, credentials: Credentials): Promise<boolean> {
  const client = new pg.Client({
    connectionString: connectionUrl(applicationRole, credentials.applicationPassword, port, applicationDatabase),
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === '28P01' || code === '28000' || code === '3D000') return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
