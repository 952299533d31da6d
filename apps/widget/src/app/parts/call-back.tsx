/** @jsxImportSource preact */
import { useId, useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import { Dialog } from './dialog.tsx';

/** As the wire takes it: 3 to 40 digits, blanks and signs, of which at least three are digits. */
const isPhone = (text: string) => /^[0-9+() ./-]{3,40}$/.test(text) && text.replace(/\D/g, '').length >= 3;

/** The way out of the wait where the company calls back: a button, and what it asks. */
export function CallBack() {
  const { alongside, config, t } = useWidget();
  const { standing } = useObservable(alongside.help);
  const [asking, setAsking] = useState(false);
  if (!standing?.callBack && !asking) return null;
  return (
    <>
      <button type="button" class="as-button wide" onClick={() => setAsking(true)}>
        {t('callback.ask')}
      </button>
      {asking && (
        <Dialog
          title={t('callback.title')}
          text={t('callback.text', { tenant: config.name })}
          onStay={() => setAsking(false)}
        >
          <Ask onStay={() => setAsking(false)} />
        </Dialog>
      )}
    </>
  );
}

function Ask({ onStay }: { onStay: () => void }) {
  const { alongside, t } = useWidget();
  const [phone, setPhone] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<'callback.wrong' | 'answer.failed' | null>(null);
  const [sending, setSending] = useState(false);
  const id = useId();
  const send = (event: Event) => {
    event.preventDefault();
    if (sending) return;
    const number = phone.trim();
    if (!isPhone(number)) return setProblem('callback.wrong');
    setProblem(null);
    setSending(true);
    const words = note.trim();
    alongside.requestCallBack({ phone: number, ...(words && { note: words }) }).catch(() => {
      setProblem('answer.failed');
      setSending(false);
    });
  };
  return (
    <form class="ask" noValidate onSubmit={send}>
      <label>
        <span class="as-label">{t('callback.phone')}</span>
        <input
          class="as-field"
          type="tel"
          autocomplete="tel"
          maxLength={40}
          required
          value={phone}
          aria-invalid={problem === 'callback.wrong'}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onInput={(event) => {
            setPhone(event.currentTarget.value);
            setProblem(null);
          }}
        />
      </label>
      <label>
        <span class="as-label">{t('callback.note')}</span>
        <textarea
          class="as-field"
          rows={2}
          maxLength={1000}
          dir="auto"
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      {problem && (
        <p class="composer-problem" id={`${id}-problem`} role="alert">
          {t(problem)}
        </p>
      )}
      <div class="confirm-choices">
        <button type="submit" class="as-button as-button-main" aria-disabled={sending}>
          {t('callback.go')}
        </button>
        <button type="button" class="as-button" onClick={onStay}>
          {t('wait.confirm.stay')}
        </button>
      </div>
    </form>
  );
}
