import type { Contact } from '@alongside/protocol';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { PLACES } from '../keyboard/focus.ts';
import { Keys } from '../ui/keys.tsx';

const MOST = 4000;

/** The chat has ended and waits for its note. What was begun is kept like any draft. */
export function WrapUpForm({ contact }: { readonly contact: Contact }) {
  const t = useTexts();
  const { commands, drafts } = useConsole();
  const { conversationId } = contact;
  const [text, setText] = useState(() => drafts.get(conversationId).note);
  const busy = useBusy(`wrap-up:${contact.id}`);
  const save = () => {
    if (text.trim() !== '') void commands.wrapUp(contact, text.trim());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  return (
    <form className="wrap-up" onSubmit={submit}>
      <div className="wrap-up-head">
        <h2 className="wrap-up-title">{t('wrapup.title')}</h2>
        <p className="as-hint">{t('wrapup.text', { name: contact.customer.name })}</p>
      </div>
      <textarea
        className="as-field"
        id={PLACES.composer}
        aria-label={t('wrapup.label')}
        placeholder={t('wrapup.placeholder')}
        rows={3}
        maxLength={MOST}
        dir="auto"
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          drafts.set(conversationId, { ...drafts.get(conversationId), note: event.target.value });
        }}
      />
      <div className="locked-actions">
        <button
          type="button"
          className="as-button dense"
          aria-disabled={busy}
          onClick={() => void commands.wrapUp(contact, '')}
        >
          {t('wrapup.skip')}
        </button>
        <button type="submit" className="as-button as-button-main dense" aria-disabled={busy || text.trim() === ''}>
          {t('wrapup.save')}
          <Keys keys={['Ctrl', 'Enter']} silent />
        </button>
      </div>
    </form>
  );
}
