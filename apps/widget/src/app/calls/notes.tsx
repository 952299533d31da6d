/** @jsxImportSource preact */
import type { Speaker } from '@alongside/sdk/calls';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useObservable } from '../context.ts';
import { useCall, useOther } from './context.ts';
import { CallIcon } from './icons.tsx';
import { othersIn } from './stage.ts';

/** What is so with the recording, in words and a shape. */
export function RecordingMark() {
  const { control, c } = useCall();
  const { view } = useObservable(control.ui);
  if (view?.recording !== 'on' && view?.recording !== 'paused') return null;
  return (
    <p class={`recording recording-${view.recording}`} role="status">
      <span class="recording-dot" aria-hidden="true" />
      {c(view.recording === 'on' ? 'recording.on' : 'recording.paused')}
    </p>
  );
}

/** The question before anything is recorded. */
export function RecordingQuestion() {
  const { control, c } = useCall();
  const { view } = useObservable(control.ui);
  const first = useRef<HTMLHeadingElement>(null);
  const asks = view?.recording === 'asked' && view.me.permissions.consent;
  useEffect(() => {
    if (asks) first.current?.focus();
  }, [asks]);
  if (!asks || !view) return null;
  const answer = (granted: boolean) => void control.run(() => control.calls.answerRecording(view.id, granted));
  return (
    <section class="call-question" aria-labelledby="call-question">
      <h3 id="call-question" ref={first} tabIndex={-1}>
        {c('recording.ask')}
      </h3>
      <p>{c('recording.ask.text')}</p>
      <div class="call-choices">
        <button type="button" class="as-button" onClick={() => answer(false)}>
          {c('recording.no')}
        </button>
        <button type="button" class="as-button" onClick={() => answer(true)}>
          {c('recording.yes')}
        </button>
      </div>
    </section>
  );
}

/** One sentence on what goes badly, or has just changed; the gravest only. */
export function CallNotice({ speaker }: { speaker: Speaker }) {
  const { control, c } = useCall();
  const name = useOther();
  const { calls } = control;
  const { view, failed, problem, silenced } = useObservable(control.ui);
  const active = useObservable(calls.active);
  const state = useObservable(active?.state ?? steady.state);
  const link = useObservable(active?.link ?? steady.link);
  const error = useObservable(active?.error ?? steady.error);
  const { camera } = useObservable(calls.local.state);
  const theirs = view ? othersIn(view) : [];
  const [knownKind, setKnownKind] = useState(view?.kind);
  const turnedVideo = knownKind === 'voice' && view?.kind === 'video' && camera.state === 'off';
  if (!view) return null;

  const say = (text: string, tone: 'warning' | 'danger' | 'info', action?: { text: string; run: () => void }) => (
    <div class={`call-notice call-notice-${tone}`} role="status">
      <p>{text}</p>
      {action && (
        <button type="button" class="as-button" onClick={action.run}>
          {action.text}
        </button>
      )}
    </div>
  );
  if (error) {
    const retry = () => {
      calls.letGo();
      control.continueHere();
    };
    return say(c('stage.failed'), 'danger', { text: c('stage.failed.retry'), run: retry });
  }
  if (state === 'interrupted') return say(c('stage.weLost'), 'warning');
  if (theirs[0]?.state === 'interrupted') return say(c('stage.theyLost', { name }), 'warning');
  if (silenced) return say(c('stage.silenced'), 'warning', { text: c('stage.silenced.on'), run: speaker.wake });
  if (problem) {
    const { code, source } = problem;
    if (code !== 'dismissed') return say(c(`refused.${code}`, { device: c(`device.${source}`) }), 'warning');
  }
  if (failed) return say(c('control.failed'), 'danger');
  if (link.state === 'poor') {
    const turnOff = { text: c('stage.poor.camera'), run: () => void control.toggle('camera') };
    return say(c('stage.poor'), 'warning', camera.state === 'on' ? turnOff : undefined);
  }
  if (turnedVideo)
    return say(c('stage.asksVideo', { name }), 'info', { text: c('devices.done'), run: () => setKnownKind('video') });
  return null;
}

const still = <T,>(value: T) => ({ get: () => value, subscribe: () => () => {} });
/** Stands where no call is carried yet. */
const steady = {
  state: still('connecting' as const),
  link: still({
    state: 'unknown' as const,
    figures: { lossIn: null, lossOut: null, jitterMilliseconds: null, roundTripMilliseconds: null },
  }),
  error: still(null),
};

export function MutedMark({ name }: { name: string }) {
  const { c } = useCall();
  return (
    <span class="muted-mark">
      <CallIcon name="micOff" />
      <span>{c('stage.muted', { name })}</span>
    </span>
  );
}
