import type { Author } from '@alongside/protocol';
import type { Pending } from './pending.ts';
import type { Message } from './timeline.ts';

/** A message that is not in the log yet, as it is drawn. */
export function pendingMessage({ item, acceptedSeq, progress }: Pending, from: Author): Message {
  const { body, clientId, error, order } = item;
  const isFile = body.kind === 'file';
  return {
    type: 'message',
    key: clientId,
    kind: body.kind,
    clientId,
    seq: acceptedSeq || null,
    at: new Date(order).toISOString(),
    from,
    mine: true,
    text: (isFile ? body.caption : body.text) ?? '',
    file: isFile ? { id: body.fileId ?? null, name: body.name, mediaType: body.mediaType, bytes: body.bytes } : null,
    delivery: error ? 'failed' : acceptedSeq === null ? 'queued' : 'accepted',
    progress,
    error,
  };
}
