import type { ChannelPerson, StoredEntry, Thread } from '@alongside/domain';
import type { Decoder } from '../decoder.ts';
import type { DigitalChatPorts } from '../ports.ts';
import { isMessage, type Message, renderMessage } from '../rendering/message.ts';
import type { Agents } from './agents.ts';
import { seenTimes } from './seen-times.ts';

export interface Around {
  readonly tenantId: string;
  readonly thread: Thread;
  readonly person: ChannelPerson;
  /** Whatever else is known of the log: read marks among it. */
  readonly entries: readonly StoredEntry[];
}

/** Looks up who wrote these entries and yields how each client is shown them, in their order. */
export async function showMessages(
  ports: DigitalChatPorts,
  agents: Agents,
  entries: readonly StoredEntry[],
  { tenantId, thread, person, entries: around }: Around,
): Promise<(decoder: Decoder) => Message[]> {
  const messages = entries.filter(isMessage);
  const authors = messages.flatMap(({ from }) => (from.kind === 'agent' && from.id !== null ? [from.id] : []));
  const agent = await agents.lookup(tenantId, authors);
  const seenAt = seenTimes(thread, around);
  return (decoder) =>
    messages.map((entry) =>
      renderMessage(entry, {
        thread,
        person,
        decoder,
        agent,
        seenAt,
        fileUrl: (file) => ports.fileUrl(tenantId, file),
      }),
    );
}
