import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { EmbeddedPostgresError } from './errors.ts';
import type { DataLayout } from './layout.ts';

/** The superuser runs initdb and backups; the application's role owns its database and is bound by row-level security. */
export const superuser = 'postgres';
export const applicationRole = 'alongside';
export const applicationDatabase = 'alongside';

export type Credentials = { readonly superuserPassword: string; readonly applicationPassword: string };

/**
 * Reads the passwords of a data folder, or makes them when it has no cluster yet. The file has mode 600.
 *
 * @throws EmbeddedPostgresError `credentials_missing` when there is data but no readable password file beside it
 */
export function ensureCredentials(layout: DataLayout): Credentials {
  const stored = readCredentials(layout.credentials);
  if (stored !== undefined) return stored;
  if (existsSync(layout.cluster)) {
    throw new EmbeddedPostgresError(
      'credentials_missing',
      `The password file ${layout.credentials} is missing or damaged, so the data beside it cannot be opened; put it back from a backup.`,
    );
  }
  const made: Credentials = { superuserPassword: secret(), applicationPassword: secret() };
  writeDurably(layout.credentials, `${JSON.stringify(made)}\n`);
  return made;
}

export function connectionUrl(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function readCredentials(file: string): Credentials | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('superuserPassword' in value) || !('applicationPassword' in value)) return undefined;
    const { superuserPassword, applicationPassword } = value;
    if (typeof superuserPassword !== 'string' || typeof applicationPassword !== 'string') return undefined;
    return { superuserPassword, applicationPassword };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeDurably(file: string, text: string): void {
  const unfinished = `${file}.unfinished`;
  const handle = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
}
