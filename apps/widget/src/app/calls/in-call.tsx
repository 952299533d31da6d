/** @jsxImportSource preact */
import type { Speaker } from '@alongside/sdk/calls';
import { useEffect, useRef } from 'preact/hooks';
import { useObservable } from '../context.ts';
import { useCall, useOther, useSeconds } from './context.ts';
import { Controls } from './controls.tsx';
import { CallNotice, MutedMark, RecordingMark, RecordingQuestion } from './notes.tsx';
import { Picture } from './picture.tsx';
import { clockText, othersIn } from './stage.ts';

const NONE = [] as const;
const none = { get: () => NONE, subscribe: () => () => {} };

/** The call in the whole panel: the other side, oneself in the corner, and the buttons. */
export function InCall({ speaker }: { speaker: Speaker }) {
  const { control, c } = useCall();
  const { calls } = control;
  const name = useOther();
  const { view } = useObservable(control.ui);
  const active = useObservable(calls.active);
  const remote = useObservable(active?.remote ?? none);
  const { microphone, camera } = useObservable(calls.local.state);
  const seconds = useSeconds(view?.answeredAt ?? null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (!view) return null;

  const others = othersIn(view);
  const shows = (kind: 'screen' | 'video') =>
    remote.find(({ kind: its, from }) => {
      const party = others.find(({ id }) => id === from);
      return its === kind && (kind === 'screen' ? party?.screen : party?.camera);
    });
  const screen = shows('screen');
  const face = shows('video');
  const main = screen ?? face;
  const held = view.state === 'held';
  const connecting = seconds === null || view.state === 'connecting';
  const status = connecting ? c('stage.connecting') : held ? c('stage.held') : clockText(seconds);
  return (
    <section class="stage" aria-label={c('stage.with', { name })}>
      <header class="stage-head">
        <h2 ref={heading} tabIndex={-1} class="stage-name">
          <bdi>{name}</bdi>
        </h2>
        <p class="stage-clock">{status}</p>
        {others.length > 1 && (
          <p class="stage-others">
            {c('stage.others', {
              names: others
                .slice(1)
                .map((other) => other.name)
                .join(', '),
            })}
          </p>
        )}
        <RecordingMark />
      </header>
      <div class={`stage-picture${main && !held ? '' : ' stage-picture-none'}`}>
        {main && !held ? (
          <Picture
            track={main.track}
            label={c(main === screen ? 'stage.screen' : 'stage.picture', { name })}
            whole={main === screen}
          />
        ) : (
          <div class={`stage-face${connecting || held ? '' : ' stage-face-lively'}`}>
            <span class="stage-letter" aria-hidden="true">
              {[...name][0]}
            </span>
            {held && <p>{c('stage.held.text', { name })}</p>}
            {!held && !connecting && view.kind === 'video' && <p>{c('stage.noPicture', { name })}</p>}
          </div>
        )}
        {others[0]?.muted && !connecting && <MutedMark name={name} />}
        {camera.state === 'on' && camera.track && (
          <div class="stage-own">
            <Picture track={camera.track} label={c('stage.own')} own />
          </div>
        )}
      </div>
      <footer class="stage-foot">
        <CallNotice speaker={speaker} />
        <RecordingQuestion />
        {microphone.state === 'muted' && (
          <p class="as-visually-hidden" role="status">
            {c('stage.youMuted')}
          </p>
        )}
        <Controls speaker={speaker} />
      </footer>
    </section>
  );
}

/** The call above the chat. */
export function CallBar() {
  const { control, c } = useCall();
  const { calls } = control;
  const { view } = useObservable(control.ui);
  const { microphone } = useObservable(calls.local.state);
  const seconds = useSeconds(view?.answeredAt ?? null);
  if (!view) return null;
  const muted = microphone.state !== 'on';
  return (
    <section class="call-bar" aria-label={c('control.bar')}>
      <button type="button" class="call-bar-back" onClick={() => control.setBig(true)}>
        <span class="call-bar-dot" aria-hidden="true" />
        <span>
          <strong>{c('bar.talking')}</strong> {seconds === null ? c('stage.connecting') : clockText(seconds)}
          <span class="call-bar-link">{c('control.back')}</span>
        </span>
      </button>
      <button type="button" class="as-button" onClick={() => void control.toggle('microphone')}>
        {c(muted ? 'control.unmute' : 'control.mute')}
      </button>
      <button
        type="button"
        class="as-button as-button-danger"
        onClick={() => void control.run(() => calls.end(view.id))}
      >
        {c('control.end')}
      </button>
    </section>
  );
}
