import { type File, LIMITS } from '@alongside/protocol';
import type { ChannelVisitor } from '../../channels/identity.ts';
import { channelOf } from '../../channels/commands/enter-anonymously.ts';
import type { Channel } from '../../channels/ports.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { keepFile } from '../keep-file.ts';
import { acceptsFile, cleanFileName, endingOf } from '../policy.ts';
import { goodUntil, isSigned, signedQuery } from '../signed-address.ts';
import { bytesOf } from './read-file.ts';

const MEGABYTE = 1024 * 1024;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Where signed files are served, below the origin. */
export const FILES_PATH = '/chat/files/';

/**
 * Keeps what an app uploads, for a message that is still to come; after a day without one it goes. Its type is what its bytes say, within what the
 * channel and the house take. Refuses `not_found`, `file_too_large`, `file_quota_exceeded`, `file_type_refused` (also for one in which a scanner found something).
 */
export async function uploadOnChannel(
  platform: Platform,
  visitor: ChannelVisitor,
  file: { readonly name: string; readonly bytes: Uint8Array },
): Promise<File & { readonly tenantId: string }> {
  const channel = await channelOf(platform, visitor);
  const { bytes } = file;
  const limit = channel.files.maxMegabytes * MEGABYTE;
  if (!channel.files.enabled) throw new Refused('file_type_refused', { message: 'This channel takes no files.' });
  if (bytes.byteLength > limit) throw new Refused('file_too_large', { rule: `at most ${limit} bytes` });
  if (bytes.byteLength === 0) throw new Refused('invalid_request', { message: 'The file is empty.' });
  const facts = await platform.inspector.inspect(bytes);
  const name = facts && nameFor(file.name, facts.mediaType);
  if (!facts || !name || !isTaken(channel, facts.mediaType))
    throw new Refused('file_type_refused', {
      message: `Files like "${cleanFileName(file.name)}" are not accepted on this channel.`,
      rule: 'the content and the ending of the name must both be of an accepted type',
    });
  const uploaderId = UUID.test(visitor.visitorId) ? visitor.visitorId : platform.random.uuid();
  const said = { name, bytes, ...facts };
  const kept = await keepFile(platform, channel.tenantId, said, async (tx, { file: stored, key, sha256, scan }) => {
    await tx.files.saveOnChannel({ ...stored, channelId: channel.id, key, sha256, uploaderId, scan });
    if ((await tx.files.untakenBytes(channel.id, uploaderId)) > LIMITS.conversationFileBytes)
      throw new Refused('file_quota_exceeded', { message: 'Too many files wait for a message of this device.' });
  });
  return { ...kept, tenantId: channel.tenantId };
}

/** Path and query under which a file can be fetched for an hour without credentials. The name is for clients that look at it. */
export function fileAddress(platform: Platform, tenantId: string, file: Pick<File, 'id' | 'name'>): string {
  const query = signedQuery(platform.signer, 'file', [tenantId, file.id], goodUntil(platform.clock.now()));
  return `${FILES_PATH}${tenantId}/${file.id}/${encodeURIComponent(file.name)}${query}`;
}

/** The file that an address of ours names, whatever its age; null: none of ours. */
export function fileIdIn(platform: Platform, address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { pathname, searchParams } = new URL(address);
  if (!pathname.startsWith(FILES_PATH)) return null;
  const [tenantId = '', id = ''] = pathname.slice(FILES_PATH.length).split('/');
  return isSigned(platform.signer, 'file', [tenantId, id], Object.fromEntries(searchParams), null) ? id : null;
}

/** What stands behind a signed address. Refuses `not_found` for anything else, and `file_quarantined` until a scanner has looked. */
export async function readSignedFile(
  platform: Platform,
  { tenantId, fileId }: { readonly tenantId: string; readonly fileId: string },
  query: Readonly<Record<string, string | undefined>>,
): Promise<{ file: File; bytes: Uint8Array }> {
  if (!isSigned(platform.signer, 'file', [tenantId, fileId], query, platform.clock.now()))
    throw new Refused('not_found');
  const stored = await platform.store.transaction(tenantId, (tx) => tx.files.anywhere(fileId));
  if (!stored) throw new Refused('not_found');
  return bytesOf(platform, stored);
}

/** Its own name where the ending fits, or with the right ending where it has none; null: it says to be something else. */
function nameFor(said: string, mediaType: string): string | null {
  const name = cleanFileName(said);
  if (acceptsFile(mediaType, name)) return name;
  const ending = endingOf(mediaType);
  return name.includes('.') || ending === null ? null : `${name.slice(0, 240)}.${ending}`;
}

/** A channel without a list takes what the house takes. */
function isTaken({ files }: Channel, mediaType: string): boolean {
  return (
    files.types.length === 0 ||
    files.types.some(({ mimeType }) =>
      mimeType.endsWith('/*')
        ? mediaType.startsWith(mimeType.slice(0, -1))
        : mimeType === mediaType || mimeType === '*/*',
    )
  );
}
