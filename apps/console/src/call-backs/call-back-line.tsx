import type { Formats, Translator } from '@alongside/design';
import type { CallBack } from '@alongside/protocol';
import { CopyButton } from '../details/copy-button.tsx';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useNow } from '../hooks/use-now.ts';
import type { CallBackTexts } from './use-call-back-texts.ts';

interface CallBackLineProps {
  readonly callBack: CallBack;
  readonly texts: Translator<CallBackTexts>;
  readonly formats: Formats;
  /** Name of who took it. */
  readonly agent: string;
  readonly busy: boolean;
  readonly onMove: (to: 'taken' | 'done') => void;
}

/** One customer who wants to be called: their number, what they say, and the next step. */
export function CallBackLine({ callBack, texts, formats, agent, busy, onMove }: CallBackLineProps) {
  const { go } = useConsole();
  const now = useNow();
  const me = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.id : ''));
  const { contactId, conversationId, customer, phone, note, requestedAt, state, agentId } = callBack;
  const { name } = customer;
  const mine = agentId === me;
  return (
    <li className="thing thing-open">
      <div className="thing-text">
        <span className="thing-name" dir="auto">
          {name}
        </span>
        <span className="thing-facts with-copy">
          <a className="link" href={`tel:${phone.replace(/[^+\d]/g, '')}`} dir="ltr">
            {phone}
          </a>
          <CopyButton what={texts('phone')} text={phone} />
        </span>
        {note && (
          <p className="side" dir="auto">
            {note}
          </p>
        )}
        <span className="thing-facts">
          {texts('asked', { time: formats.relative(requestedAt, now) })}
          {state !== 'open' && ` · ${mine ? texts('mine') : texts('taken', { agent })}`}
        </span>
      </div>
      <div className="thing-acts">
        <button
          type="button"
          className="as-button dense"
          aria-label={texts('read.label', { name })}
          onClick={() => go.openEarlier({ id: contactId, conversationId })}
        >
          {texts('read')}
        </button>
        {state === 'open' && (
          <button
            type="button"
            className="as-button as-button-main dense"
            aria-disabled={busy}
            aria-label={texts('take.label', { name })}
            onClick={() => onMove('taken')}
          >
            {texts('take')}
          </button>
        )}
        {state === 'taken' && mine && (
          <button
            type="button"
            className="as-button as-button-main dense"
            aria-disabled={busy}
            aria-label={texts('done.label', { name })}
            onClick={() => onMove('done')}
          >
            {texts('done')}
          </button>
        )}
      </div>
    </li>
  );
}
