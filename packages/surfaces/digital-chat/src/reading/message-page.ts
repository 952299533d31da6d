import type { ChannelActor, StoredEntry } from '@alongside/domain';
import type { DigitalChatPorts } from '../ports.ts';
import { isMessage } from '../rendering/message.ts';

const ENTRIES = 60;
/** Log pages that are read for one page of messages: a log of nothing but marks does not keep us busy. */
const MOST_READS = 20;

export interface MessagePage {
  /** Newest first, marks among the messages. */
  readonly entries: readonly StoredEntry[];
  /** What stands below this is older; null: there is nothing. */
  readonly before: number | null;
}

/** Reads back from `before` until so many messages are found, or the log's start. */
export async function readMessagePage(
  ports: Pick<DigitalChatPorts, 'history'>,
  actor: ChannelActor,
  conversationId: string,
  { before, messages }: { before: number | null; messages: number },
): Promise<MessagePage> {
  const entries: StoredEntry[] = [];
  let found = 0;
  let below = before;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const page = await ports.history(actor, conversationId, below, ENTRIES);
    for (const entry of page) {
      entries.push(entry);
      below = entry.seq;
      if (isMessage(entry)) found += 1;
      if (found >= messages) return { entries, before: entry.seq > 1 ? entry.seq : null };
    }
    if (page.length < ENTRIES) return { entries, before: null };
  }
  return { entries, before: below };
}
