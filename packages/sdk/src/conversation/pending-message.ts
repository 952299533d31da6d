import type { Author } from '@alongside/protocol';
import type { Pending } from './pending.ts';
import { type Message, saidIn } from './timeline.ts';

/** A message that is not in the log yet, as it is drawn. */
function pendingMessage({ item, acceptedSeq, progress }: Pending, from: Author): Message {
  const { body, clientId, error, order } = item;
  return {
    type: 'message',
    key: clientId,
    kind: body.kind,
    clientId,
    seq: acceptedSeq || null,
    at: new Date(order).toISOString(),
    from,
    mine: true,
    ...saidIn(body),
    file:
      body.kind === 'file'
        ? { id: body.fileId ?? null, name: body.name, mediaType: body.mediaType, bytes: body.bytes }
        : null,
    delivery: error ? 'failed' : acceptedSeq === null ? 'queued' : 'accepted',
    progress,
    error,
  };
}

/** As `pendingMessage`, and the same object again for what has not changed, so that a list draws only what did. */
export function createPendingMessages() {
  const drawn = new WeakMap<Pending, { readonly of: Pending; readonly message: Message }>();
  return (pending: Pending, from: Author): Message => {
    const known = drawn.get(pending);
    if (
      known &&
      known.of.item === pending.item &&
      known.of.acceptedSeq === pending.acceptedSeq &&
      known.of.progress === pending.progress &&
      known.message.from.id === from.id &&
      known.message.from.name === from.name
    )
      return known.message;
    const { item, acceptedSeq, progress } = pending;
    const message = pendingMessage(pending, from);
    drawn.set(pending, { of: { item, acceptedSeq, progress }, message });
    return message;
  };
}
