import type { Contact } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import type { AgentConversation } from '@alongside/sdk/agent';
import { type KeyboardEvent, useRef, useSyncExternalStore } from 'react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';
import { focusPlace, PLACES } from '../keyboard/focus.ts';
import { RichButton } from '../rich/rich-button.tsx';
import { CANNED_LIST, CannedList, cannedOption } from './canned-list.tsx';
import { ComposerFoot } from './composer-foot.tsx';
import { filesIn } from './files.ts';
import { ModeToggle } from './mode-toggle.tsx';
import { StagedFiles } from './staged-files.tsx';
import { useCanned } from './use-canned.ts';
import { useSending } from './use-sending.ts';
import type { Staging } from './use-staged-files.ts';

interface ComposerProps {
  readonly contact: Contact;
  readonly view: AgentConversation;
  readonly staging: Staging;
  /** Only notes can be written here: the customer does not see this person. */
  readonly notesOnly?: boolean;
}

/** The field: a reply to the customer or a note for colleagues, and no doubt which. Drawn anew for each conversation. */
export function Composer({ contact, view, staging, notesOnly = false }: ComposerProps) {
  const t = useTexts();
  const { drafts, client } = useConsole();
  const { conversationId, customer } = contact;
  const agent = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.name : ''));
  const { state: connection } = useObservable(client.connection);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(conversationId));
  const field = useRef<HTMLTextAreaElement>(null);
  const sending = useSending(view, conversationId);

  const mode = notesOnly ? 'note' : draft.mode;
  const isNote = mode === 'note';
  const text = isNote ? draft.note : draft.reply;
  const over = text.length - LIMITS.textCharacters;
  const files = isNote ? [] : staging.files;
  const ready = over <= 0 && (text.trim() !== '' || files.length > 0);
  const setText = (value: string) => drafts.set(conversationId, { ...draft, [isNote ? 'note' : 'reply']: value });
  const setMode = (mode: 'reply' | 'note') => {
    drafts.set(conversationId, { ...draft, mode });
    if (mode === 'note') view.setTyping(false);
    focusPlace('composer');
  };
  const canned = useCanned({ field, text, setText, names: { name: customer.name, agent }, enabled: !isNote });

  const send = () => {
    if (!ready) return;
    const sent = isNote ? sending.note(text.trim()) : sending.reply(text.trim(), files);
    if (!sent) return;
    // A note is one thought: the next words are for the customer again.
    drafts.set(conversationId, { ...draft, mode: 'reply', [isNote ? 'note' : 'reply']: '' });
    if (!isNote) {
      staging.clear();
      view.setTyping(false);
    }
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (canned.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      focusPlace('log');
    }
  };

  const active = canned.query ? canned.replies[canned.active] : undefined;
  return (
    <div className="composer" data-mode={mode}>
      <CannedList canned={canned} />
      {connection === 'reconnecting' && <p className="composer-offline">{t('composer.offline')}</p>}
      <div className="composer-box">
        {!notesOnly && <ModeToggle mode={mode} onChange={setMode} />}
        <textarea
          ref={field}
          id={PLACES.composer}
          className="composer-field"
          rows={2}
          dir="auto"
          value={text}
          aria-label={t(isNote ? 'composer.note.label' : 'composer.reply.label', { name: customer.name })}
          placeholder={
            isNote ? t('composer.note.placeholder', { name: customer.name }) : t('composer.reply.placeholder')
          }
          aria-autocomplete={isNote ? 'none' : 'list'}
          aria-controls={active ? CANNED_LIST : undefined}
          aria-activedescendant={active ? cannedOption(active.id) : undefined}
          aria-invalid={over > 0}
          onChange={(event) => {
            setText(event.target.value);
            if (!isNote) view.setTyping(event.target.value.trim() !== '');
            canned.look();
          }}
          onSelect={canned.look}
          onBlur={canned.close}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = filesIn(event.clipboardData);
            if (pasted.length === 0 || isNote) return;
            event.preventDefault();
            staging.add(pasted);
          }}
        />
        {!isNote && <StagedFiles staging={staging} />}
        <ComposerFoot
          isNote={isNote}
          left={-over}
          ready={ready}
          onFiles={staging.add}
          onCanned={canned.begin}
          onSend={send}
        >
          <RichButton customer={customer.name} onSend={sending.rich} />
        </ComposerFoot>
      </div>
    </div>
  );
}
