import type { File } from '@alongside/protocol';
import type { FastifyReply } from 'fastify';

/** What a stored file is served with: it is kept, never shown by the browser itself, and nothing in it may run [FILE2]. */
export function sendAsDownload(reply: FastifyReply, file: File): void {
  reply
    .type(file.mediaType)
    .header('content-disposition', `attachment; filename="${plain(file.name)}"; filename*=UTF-8''${encoded(file.name)}`)
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'private, no-store');
}

/** For clients that do not read filename*. */
const plain = (name: string): string => name.replace(/[^\x20-\x7e]|["\\%]/g, '_');

/** RFC 8187: what encodeURIComponent leaves and that grammar does not. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
