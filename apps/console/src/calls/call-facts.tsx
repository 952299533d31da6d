import type { Call } from '@alongside/protocol';
import { useLanguage } from '../i18n/use-language.ts';
import { Recording } from './recording.tsx';
import { useCallTexts } from './use-calls.ts';

/** Who took part, how well it was heard, and what was recorded. */
export function CallFacts({ call }: { readonly call: Call | null }) {
  const texts = useCallTexts();
  const { clock, formats } = useLanguage();
  if (call === null) return <p className="call-facts-list">{texts('entry.loading')}</p>;
  return (
    <div className="call-facts-list">
      <p>
        <code>{call.callCode}</code>
        {call.tempId && ` · ${call.tempId}`}
      </p>
      <p>
        {texts('history.wait', { time: clock(call.waitSeconds) })} ·{' '}
        {texts('history.talk', { time: clock(call.talkSeconds) })}
        {call.holdSeconds > 0 && ` · ${texts('history.hold', { time: clock(call.holdSeconds) })}`}
      </p>
      <ul aria-label={texts('history.legs')}>
        {call.legs.map(({ id, name, number, quality }) => (
          <li key={id}>
            <bdi>{name || number || texts('history.unknown')}</bdi>
            {quality.mos !== null && (
              <span className="call-leg-quality">
                {' '}
                {texts('history.leg.quality', {
                  loss: formats.percent(quality.loss ?? 0),
                  jitter: String(Math.round(quality.jitterMilliseconds ?? 0)),
                  mos: quality.mos.toFixed(1),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <div className="call-recordings">
        {call.recordings.length === 0 && <p>{texts('entry.none')}</p>}
        {call.recordings.map((recording) => (
          <Recording key={recording.id} call={call} recording={recording} />
        ))}
      </div>
    </div>
  );
}
