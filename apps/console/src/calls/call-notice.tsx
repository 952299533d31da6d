import type { CallView } from '@alongside/protocol';
import type { Speaker } from '@alongside/sdk/calls';
import { useObservable } from '../hooks/use-observable.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { othersIn } from './call-band.tsx';
import { useCallDesk, useCallTexts } from './use-calls.ts';

const still = <T,>(value: T) => ({ get: () => value, subscribe: () => () => {} });
const steady = {
  state: still('connecting' as const),
  link: still({
    state: 'unknown' as const,
    figures: { lossIn: null, lossOut: null, jitterMilliseconds: null, roundTripMilliseconds: null },
  }),
  error: still(null),
};

interface CallNoticeProps {
  readonly view: CallView;
  readonly name: string;
  readonly speaker: Speaker;
}

/** One sentence on what goes badly, the gravest only, with what helps. */
export function CallNotice({ view, name, speaker }: CallNoticeProps) {
  const texts = useCallTexts();
  const { formats } = useLanguage();
  const { desk } = useCallDesk();
  const { calls } = desk;
  const active = useObservable(calls.active);
  const moved = useObservable(calls.movedAway);
  const { problem, silenced } = useObservable(desk.ui);
  const state = useObservable(active?.state ?? steady.state);
  const link = useObservable(active?.link ?? steady.link);
  const error = useObservable(active?.error ?? steady.error);

  const say = (text: string, tone: 'warning' | 'danger', action?: { text: string; run: () => void }) => (
    <div className="call-notice" data-tone={tone} role="status">
      <span>{text}</span>
      {action && (
        <button type="button" className="as-button dense" onClick={action.run}>
          {action.text}
        </button>
      )}
    </div>
  );
  if (view.state === 'ended')
    return (
      <div className="call-notice" data-tone="danger" role="status">
        <span>{texts('band.broken')}</span>
        <button
          type="button"
          className="as-button dense"
          onClick={() => {
            const { conversationId, kind } = view;
            if (conversationId)
              void desk.run('call:start', () => calls.start(conversationId, kind === 'video' ? 'video' : 'voice'));
          }}
        >
          {texts('band.retry')}
        </button>
        <button type="button" className="as-button dense" onClick={() => calls.dismiss(view.id)}>
          {texts('band.dismiss')}
        </button>
      </div>
    );
  const here = { text: texts('band.here'), run: () => void desk.carry(view) };
  if (moved === view.id) return say(texts('band.elsewhere'), 'warning', here);
  if (active === null && view.state === 'in_progress') return say(texts('band.elsewhere'), 'warning', here);
  if (error) {
    const run = () => {
      calls.letGo();
      void desk.carry(view);
    };
    return say(texts('band.failed'), 'danger', { text: texts('band.again'), run });
  }
  if (state === 'interrupted') return say(texts('band.lost'), 'warning');
  if (othersIn(view)[0]?.state === 'interrupted') return say(texts('band.theyLost', { name }), 'warning');
  if (silenced) return say(texts('band.silenced'), 'warning', { text: texts('band.sound'), run: speaker.wake });
  if (problem) {
    const device = texts(`device.${problem.source}`);
    const run = () => void desk.toggle(problem.source);
    return say(texts(`problem.${problem.code}`, { device }), 'warning', { text: texts('band.again'), run });
  }
  if (link.state === 'poor') {
    const { lossIn, lossOut, roundTripMilliseconds } = link.figures;
    const loss = formats.percent(Math.max(lossIn ?? 0, lossOut ?? 0));
    return say(texts('band.poor', { loss, delay: `${Math.round(roundTripMilliseconds ?? 0)} ms` }), 'warning');
  }
  return null;
}
