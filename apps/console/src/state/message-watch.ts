import type { Message } from '@alongside/sdk/agent';
import type { Core } from './core.ts';
import type { Live } from './rows.ts';
import type { Views } from './views.ts';

const newestOfCustomer = ({ timeline }: Live): Message | null => {
  const item = timeline.findLast((other) => other.type === 'message' && other.from.kind === 'customer');
  return item?.type === 'message' ? item : null;
};

const PREVIEW = 140;

/** Says new messages of customers to those who listen to the page, and gives the words of a lost page back as a draft. */
export function watchMessages(
  core: Core,
  views: Views,
  onMessage: (message: Message, conversationId: string) => void,
): void {
  const { speak, unsent, drafts, notices } = core;
  // A conversation is first seen when it is opened; only what comes after that is news.
  const heard = new Map<string, number>();

  const giveBack = (conversationId: string, live: Live) => {
    const known = new Set(live.timeline.map((item) => (item.type === 'message' ? item.clientId : null)));
    const lost = unsent.takeLeftovers(conversationId).filter(({ clientId }) => !known.has(clientId));
    if (lost.length === 0) return;
    const draft = drafts.get(conversationId);
    const joined = (kind: 'text' | 'note', text: string) =>
      [...lost.filter((message) => message.kind === kind).map((message) => message.text), text]
        .filter(Boolean)
        .join('\n');
    drafts.set(conversationId, { ...draft, reply: joined('text', draft.reply), note: joined('note', draft.note) });
    notices.show('info', (t) => t('composer.restored'));
  };

  const forgetAccepted = (all: ReadonlyMap<string, Live>) => {
    for (const { conversationId, clientId } of unsent.waiting()) {
      const timeline = all.get(conversationId)?.timeline ?? [];
      const arrived = timeline.some(
        (item) => item.type === 'message' && item.clientId === clientId && item.seq !== null,
      );
      if (arrived) unsent.remove(clientId);
    }
  };

  views.live.subscribe((all) => {
    forgetAccepted(all);
    for (const id of heard.keys()) if (!all.has(id)) heard.delete(id);
    for (const [id, live] of all) {
      if (!live.status.caughtUp) continue;
      const newest = newestOfCustomer(live);
      const seq = newest?.seq ?? 0;
      const before = heard.get(id);
      heard.set(id, Math.max(seq, before ?? 0));
      if (before === undefined) giveBack(id, live);
      else if (newest && seq > before) {
        const name = newest.from.name;
        const text = (newest.text || newest.file?.name || '').slice(0, PREVIEW);
        speak.politely((t) => t('chat.spoken', { name, text }));
        onMessage(newest, id);
      }
    }
  });
}
