import { type FormEvent, useRef, useState } from 'react';
import { Labelled } from '../admin/kit/labelled.tsx';
import { asError } from '../errors/as-error.ts';
import { useConsole, useConsoleState, useRow } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { selectedConversation } from '../state/route.ts';
import { Keys } from '../ui/keys.tsx';
import { Modal } from '../ui/modal.tsx';
import { type CobrowseTexts, useCobrowseTexts } from './cobrowse-texts.ts';
import { bareCode, caretIn, groupedCode } from './code-text.ts';
import { openSession } from './open-sessions.ts';
import './cobrowse.css';

/** Where the code goes that a customer reads out. */
export function CobrowseCode() {
  const t = useTexts();
  const texts = useCobrowseTexts();
  const console = useConsole();
  const { client, go } = console;
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState(false);
  const chat = useRow(useConsoleState(({ route }) => selectedConversation(route)));
  const other = useConsoleState(({ cobrowse }) => cobrowse !== null);
  const mine = chat?.state === 'active' ? chat : undefined;

  const type = ({ value, selectionStart }: HTMLInputElement) => {
    const grouped = groupedCode(value);
    const caret = caretIn(grouped, value, selectionStart ?? value.length);
    setCode(grouped);
    setFault(null);
    requestAnimationFrame(() => field.current?.setSelectionRange(caret, caret));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (bareCode(code) === '') {
      setFault(texts('code.missing'));
      return field.current?.focus();
    }
    setBusy(true);
    try {
      const conversationId = note && mine ? mine.conversationId : null;
      const { cid } = await client.call('joinCobrowse', {
        body: { shortCode: bareCode(code), ...(conversationId !== null && { conversationId }) },
      });
      go.closeDialog();
      openSession(console, cid, conversationId);
    } catch (error) {
      setFault(faultOf(error, texts));
      setBusy(false);
      field.current?.focus();
      field.current?.select();
    }
  };
  return (
    <Modal title={texts('code.title')} size="small">
      <form className="dialog-body" noValidate onSubmit={(event) => void submit(event)}>
        <p>{texts('code.text')}</p>
        <Labelled label={texts('code.label')} hint={texts('code.hint')} fault={fault}>
          {(control) => (
            <input
              {...control}
              ref={field}
              className="as-field code-field"
              dir="ltr"
              inputMode="text"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type a code.
              autoFocus
              // Room for what is pasted with the code; the code itself is cut.
              maxLength={64}
              placeholder="000 000 000"
              value={code}
              onChange={({ target }) => type(target)}
            />
          )}
        </Labelled>
        {mine && (
          <label className="code-note">
            <input type="checkbox" checked={note} onChange={({ target }) => setNote(target.checked)} />
            <span>{texts('code.note', { name: mine.contact.customer.name })}</span>
          </label>
        )}
        {other && <p className="as-hint">{texts('code.replaces')}</p>}
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={go.closeDialog}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="as-button as-button-main dense" aria-disabled={busy}>
            {texts('code.join')} <Keys keys={['Enter']} />
          </button>
        </footer>
      </form>
    </Modal>
  );
}

/** Wrong, used up and expired are one answer of the server, and one sentence here. */
function faultOf(given: unknown, texts: CobrowseTexts): string {
  const { code, retryAfterSeconds } = asError(given);
  if (code === 'short_code_refused') return texts('code.wrong');
  if (code === 'rate_limited') {
    const minutes = Math.ceil((retryAfterSeconds ?? 0) / 60);
    return minutes > 0 ? texts('code.budget', { count: minutes }) : texts('code.budget.soon');
  }
  return texts('code.failed');
}
