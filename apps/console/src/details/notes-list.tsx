import type { TimelineItem } from '@alongside/sdk/agent';
import { StickyNote } from 'lucide-react';
import { RichText } from '../chat/rich-text.tsx';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { focusPlace } from '../keyboard/focus.ts';
import { Keys } from '../ui/keys.tsx';

interface NoteLine {
  readonly key: string;
  readonly at: string;
  readonly author: string;
  readonly text: string;
}

/** Notes and wrap-ups of a log, newest first. */
function notesOf(timeline: readonly TimelineItem[]): readonly NoteLine[] {
  const notes: NoteLine[] = [];
  for (const item of timeline) {
    const { key, at, from } = item;
    if (item.type === 'message' && item.kind === 'note') notes.push({ key, at, author: from.name, text: item.text });
    if (item.type === 'event' && item.body.kind === 'wrap_up') {
      notes.push({ key, at, author: from.name, text: item.body.text });
    }
  }
  return notes.reverse();
}

/** What colleagues wrote about this conversation. */
export function NotesList({
  conversationId,
  canWrite,
}: {
  readonly conversationId: string;
  readonly canWrite: boolean;
}) {
  const { t, formats } = useLanguage();
  const { views, drafts, go } = useConsole();
  const notes = notesOf(useObservable(views.of(conversationId).timeline));
  const write = () => {
    drafts.set(conversationId, { ...drafts.get(conversationId), mode: 'note' });
    go.openChat(conversationId);
    focusPlace('composer');
  };
  return (
    <section className="card" aria-labelledby="notes-title">
      <h2 className="card-title" id="notes-title">
        {t('notes.title')}
      </h2>
      {notes.length === 0 && <p className="card-empty">{t('notes.empty')}</p>}
      {notes.length > 0 && (
        <ul className="card-notes">
          {notes.map(({ key, at, author, text }) => (
            <li key={key} className="card-note">
              <RichText text={text} />
              <p className="card-meta">
                <bdi>{author}</bdi> · <time dateTime={at}>{formats.dateTime(at)}</time>
              </p>
            </li>
          ))}
        </ul>
      )}
      {canWrite && (
        <button type="button" className="as-button dense" onClick={write}>
          <StickyNote size={14} aria-hidden="true" />
          {t('notes.write')}
          <Keys keys={['Alt', 'N']} silent />
        </button>
      )}
    </section>
  );
}
