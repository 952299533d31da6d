import type { Call } from '@alongside/protocol';
import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Voicemail } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { usePages } from '../hooks/use-pages.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';
import { formatRoute } from '../state/route.ts';
import { Empty } from '../ui/empty.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CallFacts } from './call-facts.tsx';
import { looksLikeNumber } from './call-transfer.tsx';
import { Recording } from './recording.tsx';
import { useCallDesk, useCallTexts } from './use-calls.ts';
import '../styles/admin-list.css';
import './calls.css';

interface Filter {
  readonly from: string;
  readonly to: string;
  readonly number: string;
  readonly tempId: string;
}

const NOTHING: Filter = { from: '', to: '', number: '', tempId: '' };

/** The day that a date field names begins by this reader's clock. */
const dayOf = (text: string, days = 0) => {
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  return new Date(year, month - 1, day + days).toISOString();
};

/** Every call that was: found by day, number or the company's own id; the part `messages` are those whose caller left one. */
export function CallsPage({ part }: { readonly part: string | null }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  // No agent had a call whose caller left a message: they are for those who see everybody's.
  const seesAll = useConsoleState(({ session }) => session.phase === 'signed-in' && session.me.role !== 'agent');
  const messages = seesAll && part === 'messages';
  const [filter, setFilter] = useState(NOTHING);
  const [draft, setDraft] = useState(NOTHING);
  const ask = useCallback(
    async (cursor: string | null) => {
      const { from, to, number, tempId } = filter;
      const page = await desk.calls.history({
        limit: 25,
        ...(cursor && { cursor }),
        ...(from && { from: dayOf(from) }),
        ...(to && { to: dayOf(to, 1) }),
        ...(number.trim() && { number: number.trim() }),
        ...(tempId.trim() && { tempId: tempId.trim() }),
        ...(messages && { endReason: 'voicemail' as const }),
      });
      return { items: page.calls, nextCursor: page.nextCursor };
    },
    [desk, filter, messages],
  );
  const { items, hasMore, loading, code, more, again } = usePages(ask);
  const id = useId();
  const field = (name: keyof Filter, type: string) => (
    <div>
      <label className="as-label" htmlFor={`${id}-${name}`}>
        {texts(`history.${name}`)}
      </label>
      <input
        id={`${id}-${name}`}
        className="as-field dense"
        type={type}
        value={draft[name]}
        onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
      />
    </div>
  );
  return (
    <PageFrame title={texts('history.title')} lead={texts('history.lead')} actions={<DialBox />}>
      {seesAll && <WhichCalls messages={messages} />}
      <form
        className="call-filters"
        aria-label={texts('history.filters')}
        onSubmit={(event) => {
          event.preventDefault();
          setFilter(draft);
        }}
      >
        {field('from', 'date')}
        {field('to', 'date')}
        {field('number', 'tel')}
        {field('tempId', 'text')}
        <div className="call-filters-go">
          <button type="submit" className="as-button as-button-main dense">
            {texts('history.apply')}
          </button>
          <button
            type="button"
            className="as-button dense"
            onClick={() => {
              setDraft(NOTHING);
              setFilter(NOTHING);
            }}
          >
            {texts('history.clear')}
          </button>
        </div>
      </form>
      {items === null && code && <Failed text={texts('history.failed')} code={code} retry={again} />}
      {items === null && !code && <Skeleton widths={[80, 60, 70]} />}
      {items?.length === 0 && (
        <Empty
          icon={messages ? Voicemail : PhoneIncoming}
          title={texts(messages ? 'history.messages.empty' : 'history.empty')}
          text={texts(messages ? 'history.messages.empty.text' : 'history.empty.text')}
        />
      )}
      {items && items.length > 0 && (
        <ul className="things" aria-label={texts('history.list')}>
          {items.map((call) => (
            <CallLine key={call.id} call={call} />
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" className="as-button dense call-list-more" aria-disabled={loading} onClick={more}>
          {texts('history.more')}
        </button>
      )}
    </PageFrame>
  );
}

/** All calls, or those whose caller left a message. */
function WhichCalls({ messages }: { readonly messages: boolean }) {
  const texts = useCallTexts();
  const link = (part: string | null, label: string, current: boolean) => (
    <a
      className="as-button dense"
      href={formatRoute({ at: 'page', page: 'calls', part })}
      aria-current={current ? 'page' : undefined}
    >
      {label}
    </a>
  );
  return (
    <nav className="call-which" aria-label={texts('history.which')}>
      {link(null, texts('history.all'), !messages)}
      {link('messages', texts('history.messages'), messages)}
    </nav>
  );
}

function CallLine({ call }: { readonly call: Call }) {
  const texts = useCallTexts();
  const { clock, formats } = useLanguage();
  const { go } = useConsole();
  const [open, setOpen] = useState(false);
  const left = call.endReason === 'voicemail';
  const missed = !left && call.answeredAt === null && call.endedAt !== null;
  const Icon = left ? Voicemail : missed ? PhoneMissed : call.direction === 'outbound' ? PhoneOutgoing : PhoneIncoming;
  const name = call.customer?.name || call.customerNumber || texts('history.unknown');
  const end = left
    ? texts('end.voicemail')
    : call.missedReason
      ? texts(`missed.${call.missedReason}`)
      : call.endReason
        ? texts(`end.${call.endReason}`)
        : texts(
            `band.${call.state === 'ringing' || call.state === 'requested' || call.state === 'held' ? call.state : 'connecting'}`,
          );
  const agent = call.agent ?? call.lastAgent;
  const message = call.recordings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const seconds = left ? Math.round(message / 1000) : call.talkSeconds;
  const { contactId, conversationId } = call;
  return (
    <li className="thing call-line" data-missed={missed || undefined}>
      <Icon size={18} aria-hidden="true" className="call-line-icon" />
      <div className="call-line-who">
        <p className="clip" dir="auto">
          {name}
        </p>
        <p className="call-line-facts">
          {texts(`kind.${call.kind}`)} · {texts(`direction.${call.direction}`)} · {formats.dateTime(call.requestedAt)}
          {agent && ` · ${agent.name}`}
          {` · ${end}`}
        </p>
      </div>
      <p className="call-line-time">{seconds > 0 ? clock(seconds) : '–'}</p>
      <div className="call-line-do">
        {contactId && conversationId && (
          <button
            type="button"
            className="as-button dense"
            onClick={() => go.openEarlier({ id: contactId, conversationId })}
          >
            {texts('history.open')}
          </button>
        )}
        <button type="button" className="as-button dense" aria-expanded={open} onClick={() => setOpen(!open)}>
          {texts('entry.details')}
        </button>
      </div>
      {left && (
        <div className="call-line-message">
          {call.recordings.map((recording) => (
            <Recording key={recording.id} call={call} recording={recording} label={texts('history.play')} />
          ))}
        </div>
      )}
      {open && <CallFacts call={call} />}
    </li>
  );
}

/** Click to call. */
function DialBox() {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);
  const id = useId();
  return (
    <form
      className="call-dial"
      aria-label={texts('dial.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const typed = number.trim();
        setWrong(!looksLikeNumber(typed));
        if (!looksLikeNumber(typed)) return;
        void desk
          .run('call:dial', async () => {
            const { calls } = desk;
            await calls.local.on('microphone');
            try {
              await desk.carry(await calls.dial({ number: typed }));
            } catch (error) {
              // Of a call that goes on beside it, the microphone stays.
              if (calls.active.get() === null) await calls.local.off('microphone');
              throw error;
            }
          })
          .then((done) => done && setNumber(''));
      }}
    >
      <label className="as-visually-hidden" htmlFor={id}>
        {texts('dial.number')}
      </label>
      <input
        id={id}
        className="as-field dense"
        type="tel"
        placeholder={texts('dial.number')}
        maxLength={40}
        value={number}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <button type="submit" className="as-button as-button-main dense">
        {texts('dial.go')}
      </button>
      {wrong && (
        <p className="field-problem" id={`${id}-wrong`} role="alert">
          {texts('dial.wrong')}
        </p>
      )}
    </form>
  );
}
