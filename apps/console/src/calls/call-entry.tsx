import type { EntryBody } from '@alongside/protocol';
import { useLanguage } from '../i18n/use-language.ts';
import { CallFacts } from './call-facts.tsx';
import { useCallRead } from './use-call-read.ts';
import { useCallTexts } from './use-calls.ts';
import './calls.css';

type CallBody = Extract<EntryBody, { kind: `call.${string}` }>;

/** What the log says of a call; an ended one opens to who took part, how it was, and its recordings. */
export function CallEntry({ body }: { readonly body: CallBody }) {
  const texts = useCallTexts();
  const { clock } = useLanguage();
  const { call, open, toggle } = useCallRead(body.callId);
  switch (body.kind) {
    case 'call.started':
      return <>{texts('entry.started', { kind: texts(`kind.${body.call}`) })}</>;
    case 'call.changed':
      return <>{texts(`entry.changed.${body.call}`)}</>;
    case 'call.recording':
      return <>{texts(`entry.recording.${body.what}`)}</>;
    case 'call.ended': {
      const kind = texts(`kind.${body.call}`);
      const why = body.missed ? texts(`missed.${body.missed}`) : texts(`end.${body.reason}`);
      return (
        <>
          {body.talkSeconds > 0
            ? texts('entry.ended', { kind, time: clock(body.talkSeconds) })
            : texts('entry.missed', { kind })}
          {` · ${why} `}
          <button type="button" className="call-more-button" aria-expanded={open} onClick={toggle}>
            {texts('entry.details')}
          </button>
          {open && <CallFacts call={call} />}
        </>
      );
    }
  }
}
