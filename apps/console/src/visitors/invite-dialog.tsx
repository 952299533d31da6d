import type { Visitor } from '@alongside/protocol';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';
import { Keys } from '../ui/keys.tsx';
import { Modal } from '../ui/modal.tsx';
import { nameOf, useVisitorTexts } from './use-visitor-texts.ts';

const MOST = 1000;

/** A word to somebody who has not asked for help. */
export function InviteDialog({ visitor, onClose }: { readonly visitor: Visitor; readonly onClose: () => void }) {
  const texts = useVisitorTexts();
  const { client, notices } = useConsole();
  const [text, setText] = useState(() => texts('invite.suggestion'));
  const [busy, setBusy] = useState(false);
  const name = nameOf(texts, visitor);
  const send = async () => {
    if (busy || text.trim() === '') return;
    setBusy(true);
    try {
      await client.call('inviteVisitor', { params: { visitorId: visitor.id }, body: { text: text.trim() } });
      notices.show('success', () => texts('invite.done', { name }));
    } catch (given) {
      const error = asError(given);
      if (error.code === 'visitor_gone' || error.code === 'not_found')
        notices.show('warning', () => texts('invite.gone', { name }), { code: error.code });
      else {
        setBusy(false);
        notices.failure(error);
        return;
      }
    }
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <Modal title={texts('invite.title', { name })} size="medium" onClose={onClose}>
      <form className="dialog-body" onSubmit={submit} onKeyDown={onKeyDown}>
        <p>{texts('invite.text', { name })}</p>
        <div>
          <label className="as-label" htmlFor="invitation">
            {texts('invite.message')}
          </label>
          <textarea
            id="invitation"
            className="as-field"
            // biome-ignore lint/a11y/noAutofocus: the question is asked to be answered here.
            autoFocus
            rows={4}
            maxLength={MOST}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={onClose}>
            {texts('invite.cancel')}
          </button>
          <button type="submit" className="as-button as-button-main dense" aria-disabled={busy || text.trim() === ''}>
            {texts('invite.send')}
            <Keys keys={['Ctrl', 'Enter']} silent />
          </button>
        </footer>
      </form>
    </Modal>
  );
}
