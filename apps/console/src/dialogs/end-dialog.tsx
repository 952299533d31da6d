import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useBusy, useConsole, useRow } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Keys } from '../ui/keys.tsx';
import { Modal } from '../ui/modal.tsx';

const MOST = 4000;

/** Ends a chat; the note can be written now or later. */
export function EndDialog({ conversationId }: { readonly conversationId: string }) {
  const t = useTexts();
  const { commands, go } = useConsole();
  const row = useRow(conversationId);
  const [text, setText] = useState('');
  const busy = useBusy(`end:${row?.contact.id}`);
  // It ended by itself, or was lost, while the question stood.
  if (row?.state !== 'active') return <Gone />;
  const { contact } = row;
  const { name } = contact.customer;
  const end = async (note: string | null) => {
    if (await commands.end(contact, note)) go.closeDialog();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void end(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void end(text.trim());
  };
  return (
    <Modal title={t('end.title', { name })} size="medium">
      <form className="dialog-body" onSubmit={submit} onKeyDown={onKeyDown}>
        <p>{t('end.text', { name })}</p>
        <div>
          <label className="as-label" htmlFor="end-note">
            {t('wrapup.label')}
          </label>
          <textarea
            id="end-note"
            className="as-field"
            // biome-ignore lint/a11y/noAutofocus: the question is asked to be answered here.
            autoFocus
            rows={4}
            maxLength={MOST}
            dir="auto"
            placeholder={t('wrapup.placeholder')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={go.closeDialog}>
            {t('end.keep')}
          </button>
          <button type="button" className="as-button dense" aria-disabled={busy} onClick={() => void end(null)}>
            {t('end.later')}
          </button>
          <button type="submit" className="as-button as-button-danger dense" aria-disabled={busy}>
            {t(text.trim() === '' ? 'end.submit' : 'end.save')}
            <Keys keys={['Ctrl', 'Enter']} silent />
          </button>
        </footer>
      </form>
    </Modal>
  );
}

function Gone() {
  const t = useTexts();
  const { go } = useConsole();
  return (
    <Modal title={t('chat.ended')}>
      <footer className="dialog-foot">
        <button type="button" className="as-button dense" onClick={go.closeDialog}>
          {t('common.close')}
        </button>
      </footer>
    </Modal>
  );
}
