import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { inDatabase } from './collect.ts';

export interface Uploader {
  readonly token: string;
  readonly conversationId: string;
}

export interface Uploaded {
  /** 0: no answer. */
  readonly status: number;
  readonly code: string | null;
  readonly id: string | null;
  readonly milliseconds: number;
}

/** One file of a customer, as a script sends it up. */
export async function upload(url: string, { token, conversationId }: Uploader, text: string): Promise<Uploaded> {
  const begin = performance.now();
  const milliseconds = () => Math.round(performance.now() - begin);
  try {
    const response = await fetch(`${url}/v1/conversations/${conversationId}/files?name=note.txt`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      body: text,
      signal: AbortSignal.timeout(20_000),
    });
    const body = JSON.parse(await response.text()) as { id?: string; error?: { code: string } };
    return {
      status: response.status,
      code: body.error?.code ?? null,
      id: body.id ?? null,
      milliseconds: milliseconds(),
    };
  } catch {
    return { status: 0, code: null, id: null, milliseconds: milliseconds() };
  }
}

/** Sends the head and half of the body that it announces, then breaks the connection. */
export function uploadHalf(url: string, { token, conversationId }: Uploader, bytes: number): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /v1/conversations/${conversationId}/files?name=half.txt HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\n` +
          `Content-Type: application/octet-stream\r\nContent-Length: ${bytes}\r\n\r\n${'h'.repeat(bytes / 2)}`,
        () => setTimeout(() => socket.destroy(), 50),
      );
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve());
  });
}

/** Bytes that nothing names, and names without bytes. */
export interface Mismatch {
  readonly orphans: readonly string[];
  readonly missing: readonly string[];
}

/** Compares what lies in a files folder with what the database names. */
export async function compareFiles(folder: string, where: Parameters<typeof inDatabase>[0]): Promise<Mismatch> {
  const root = join(folder, 'blobs', 'files');
  const there = new Set(
    existsSync(root)
      ? (readdirSync(root, { recursive: true }) as string[])
          .filter((path) => path.endsWith('.blob'))
          .map((path) => `files/${path.slice(0, -'.blob'.length)}`)
      : [],
  );
  const named = await inDatabase(where, async (client) => {
    const { rows } = await client.query<{ key: string }>('SELECT key FROM files');
    return new Set(rows.map(({ key }) => key));
  });
  return {
    orphans: [...there].filter((key) => !named.has(key)),
    missing: [...named].filter((key) => !there.has(key)),
  };
}

/** Keys under which bytes may lie that nothing names. */
export const countNotes = (where: Parameters<typeof inDatabase>[0]): Promise<number> =>
  inDatabase(where, async (client) => (await client.query('SELECT FROM noted_blobs')).rowCount ?? 0);

/** Makes all of them old enough to be swept. @returns how many there are */
export const ageNotes = (where: Parameters<typeof inDatabase>[0]): Promise<number> =>
  inDatabase(
    where,
    async (client) => (await client.query(`UPDATE noted_blobs SET since = since - interval '2 hours'`)).rowCount ?? 0,
  );

/** Names of files that stand more than once in one conversation. */
export const sentTwice = (where: Parameters<typeof inDatabase>[0]): Promise<string[]> =>
  inDatabase(where, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT body->'file'->>'name' AS name FROM entries WHERE body->>'kind' = 'file' GROUP BY conversation_id, 1 HAVING count(*) > 1`,
    );
    return rows.map(({ name }) => name);
  });
