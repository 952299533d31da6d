/** @jsxImportSource preact */
import type { MediaProblem } from '@alongside/sdk/calls';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useObservable } from '../context.ts';
import { useCall, useOther } from './context.ts';
import { CallIcon, type CallIconName } from './icons.tsx';
import { Picture } from './picture.tsx';

type CardProps = { icon: CallIconName; title: string; children: ComponentChildren; focus?: boolean; above?: boolean };

/** A screen that asks one thing. */
function CallCard({ icon, title, children, focus = true, above = false }: CardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [title]);
  return (
    <section class={above ? 'call-card call-card-top' : 'call-card'} aria-label={title}>
      <span class="call-card-icon">
        <CallIcon name={icon} />
      </span>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Why a device cannot be had, and what the person can do. */
function Refused({ problem, again, above = false }: { problem: MediaProblem; again: () => void; above?: boolean }) {
  const { control, c } = useCall();
  const device = c(`device.${problem.source}`);
  const { code } = problem;
  return (
    <CallCard
      icon={problem.source === 'camera' ? 'cameraOff' : 'micOff'}
      title={c(`refused.${code === 'dismissed' ? 'permission_denied' : code}`, { device })}
      above={above}
    >
      {code === 'permission_denied' || code === 'dismissed' ? (
        <ol class="call-steps">
          <li>{c('refused.permission.1')}</li>
          <li>{c('refused.permission.2', { device })}</li>
          <li>{c('refused.permission.3')}</li>
        </ol>
      ) : (
        <p>{c(`refused.${code}.text`)}</p>
      )}
      <div class="call-choices">
        {code !== 'not_supported' && (
          <button type="button" class="as-button as-button-main" onClick={again}>
            {c('refused.again')}
          </button>
        )}
        <button type="button" class="as-button" onClick={control.listen}>
          {c('refused.listen')}
        </button>
      </div>
    </CallCard>
  );
}

/** Explains the browser's question before it comes. `waits`: in the queue, or somebody is here already. */
export function Prepare({ waits }: { waits: boolean }) {
  const { control, c } = useCall();
  const name = useOther();
  const { view, asked, problem } = useObservable(control.ui);
  const { camera, microphone } = useObservable(control.calls.local.state);
  if (!view) return null;
  const video = view.kind === 'video';
  const kind = video ? 'video' : 'voice';
  const ask = () => void control.allow(video);
  if (problem && asked === 'not_yet') return <Refused problem={problem} again={ask} above={waits} />;
  if (asked === 'listening' || asked === 'ready') {
    return (
      <section class="call-ready" role="status">
        {camera.state === 'on' && camera.track && <Picture track={camera.track} label={c('stage.own')} own />}
        <CallIcon name={microphone.state === 'off' ? 'chat' : 'mic'} />
        <p>{c(asked === 'ready' ? 'prepare.ready' : 'prepare.listening')}</p>
      </section>
    );
  }
  return (
    <CallCard
      icon={video ? 'camera' : 'mic'}
      title={waits ? c(`prepare.${kind}.title`) : c('allow.title', { name })}
      focus={!waits}
      above={waits}
    >
      <p>{asked === 'asking' ? c('allow.asking') : c(`prepare.${kind}.text`)}</p>
      <div class="call-choices">
        <button type="button" class="as-button as-button-main" disabled={asked === 'asking'} onClick={ask}>
          {c(`prepare.${kind}.allow`)}
        </button>
        {video && (
          <button
            type="button"
            class="as-button"
            disabled={asked === 'asking'}
            onClick={() => void control.allow(false)}
          >
            {c('prepare.voiceOnly')}
          </button>
        )}
      </div>
    </CallCard>
  );
}

export function Incoming() {
  const { control, ringing, c } = useCall();
  const name = useOther();
  const { view, asked, problem, failed } = useObservable(control.ui);
  const { quiet } = useObservable(ringing);
  if (!view) return null;
  const video = view.kind === 'video';
  if (problem && asked === 'not_yet') return <Refused problem={problem} again={() => void control.accept(video)} />;
  return (
    <CallCard icon={video ? 'camera' : 'phone'} title={c(video ? 'incoming.video' : 'incoming.voice', { name })}>
      <p>{c(asked === 'asking' ? 'allow.asking' : failed ? 'control.failed' : 'incoming.text')}</p>
      <div class="call-choices call-choices-column">
        {video && (
          <button type="button" class="as-button as-button-main" onClick={() => void control.accept(true)}>
            {c('incoming.accept.video')}
          </button>
        )}
        <button
          type="button"
          class={video ? 'as-button' : 'as-button as-button-main'}
          onClick={() => void control.accept(false)}
        >
          {c(video ? 'incoming.accept.voice' : 'incoming.accept')}
        </button>
        <button
          type="button"
          class="as-button as-button-quiet"
          onClick={() => void control.run(() => control.calls.decline(view.id))}
        >
          {c('incoming.decline')}
        </button>
        <button type="button" class="call-bell" onClick={() => ringing.set({ quiet: !quiet })}>
          <CallIcon name={quiet ? 'quiet' : 'sound'} />
          {c(quiet ? 'incoming.loud' : 'incoming.quiet')}
        </button>
      </div>
    </CallCard>
  );
}

export function Outgoing() {
  const { control, c } = useCall();
  const name = useOther();
  const { view } = useObservable(control.ui);
  if (!view) return null;
  return (
    <CallCard icon={view.kind === 'video' ? 'camera' : 'phone'} title={c('outgoing.title', { name })}>
      <div class="call-choices">
        <button type="button" class="as-button" onClick={() => void control.run(() => control.calls.end(view.id))}>
          {c('outgoing.cancel')}
        </button>
      </div>
    </CallCard>
  );
}

export function Elsewhere() {
  const { control, c } = useCall();
  return (
    <CallCard icon="phone" title={c('elsewhere.title')}>
      <div class="call-choices">
        <button type="button" class="as-button as-button-main" onClick={control.continueHere}>
          {c('elsewhere.here')}
        </button>
      </div>
    </CallCard>
  );
}

export function Broken() {
  const { control, c } = useCall();
  const { failed } = useObservable(control.ui);
  return (
    <CallCard icon="weak" title={c('broken.title')}>
      <p>{c(failed ? 'start.failed' : 'broken.text')}</p>
      <div class="call-choices">
        <button type="button" class="as-button as-button-main" onClick={() => void control.again()}>
          {c('broken.again')}
        </button>
        <button type="button" class="as-button" onClick={control.dismiss}>
          {c('broken.chat')}
        </button>
      </div>
    </CallCard>
  );
}
