import { createHash } from 'node:crypto';
import { type File, LIMITS } from '@alongside/protocol';
import { failpoint } from '../kernel/failpoint.ts';
import type { Platform } from '../kernel/platform.ts';
import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import type { ScanState } from './ports.ts';
import { scanned } from './scanner.ts';

/** A file whose bytes are kept. */
export interface KeptFile {
  readonly file: File;
  readonly key: string;
  readonly sha256: string;
  readonly scan: ScanState;
}

/**
 * Keeps the bytes of a file, of a picture without its metadata, and then its row, which `save` writes. The key is noted before the bytes come and struck
 * out with the row: what a crash leaves between is found by the sweep. Refuses `file_type_refused` for malware, `file_quota_exceeded`.
 */
export async function keepFile(
  platform: Platform,
  tenantId: string,
  said: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly mediaType: string;
    width?: number;
    height?: number;
  },
  save: (tx: Transaction, kept: KeptFile) => Promise<void>,
): Promise<File> {
  const { name, bytes: sent, ...facts } = said;
  const bytes = platform.inspector.withoutMetadata(facts.mediaType, sent);
  const scan = await scanned(platform, bytes);
  if (scan === 'infected') throw new Refused('file_type_refused', { message: 'The scanner found malware in it.' });
  const id = platform.random.uuid();
  const file: File = { id, name, bytes: bytes.byteLength, ...facts };
  const key = `files/${tenantId}/${id}`;
  await platform.store.transaction(tenantId, async (tx) => {
    if ((await tx.files.usedBytes()) + file.bytes > platform.tenantFileBytes) throw companyIsFull();
    await tx.files.noteBlob(key);
  });
  await platform.blobs.put(key, bytes);
  await failpoint('file.put');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await platform.store.transaction(tenantId, async (tx) => {
    // The sweep has been here: the bytes are gone.
    if (!(await tx.files.strikeBlob(key))) throw new Refused('store_unavailable');
    await save(tx, { file, key, sha256, scan });
    // Exact, also among several at once: the row of the sum is locked by now.
    if ((await tx.files.usedBytes()) > platform.tenantFileBytes) throw companyIsFull();
  });
  return file;
}

/** Refuses `file_quota_exceeded` for a conversation that holds more than it may. */
export async function assertRoomIn(tx: Transaction, conversationId: string): Promise<void> {
  const most = LIMITS.conversationFileBytes;
  if ((await tx.files.bytesIn(conversationId)) <= most) return;
  throw new Refused('file_quota_exceeded', {
    rule: `at most ${most} bytes in one conversation`,
    message: 'This conversation holds as many files as it may.',
  });
}

const companyIsFull = () =>
  new Refused('file_quota_exceeded', {
    message: 'There is no room for more files of this company; its operator can make some.',
  });
