/** @jsxImportSource preact */
import type { Speaker } from '@alongside/sdk/calls';
import { useState } from 'preact/hooks';
import { useObservable } from '../context.ts';
import { useCall } from './context.ts';
import { DeviceSheet } from './device-sheet.tsx';
import { CallIcon, type CallIconName } from './icons.tsx';

type ControlProps = {
  icon: CallIconName;
  name: string;
  run: () => void;
  pressed?: boolean;
  tone?: 'off' | 'on' | 'end';
};

/** A round button with its name below. */
export function Control({ icon, name, run, pressed, tone }: ControlProps) {
  return (
    <button type="button" class={`control${tone ? ` control-${tone}` : ''}`} aria-pressed={pressed} onClick={run}>
      <span class="control-round">
        <CallIcon name={icon} />
      </span>
      <span class="control-name">{name}</span>
    </button>
  );
}

/** Everything that the customer can do with the call. */
export function Controls({ speaker }: { speaker: Speaker }) {
  const { control, c } = useCall();
  const { calls } = control;
  const { view } = useObservable(control.ui);
  const { microphone, camera, screen } = useObservable(calls.local.state);
  const [choosing, setChoosing] = useState(false);
  if (!view) return null;
  const { permissions } = view.me;
  const muted = microphone.state !== 'on';
  return (
    <fieldset class="controls" aria-label={c('control.bar')}>
      <Control
        icon={muted ? 'micOff' : 'mic'}
        name={c(muted ? 'control.unmute' : 'control.mute')}
        tone={muted ? 'off' : 'on'}
        run={() => void control.toggle('microphone')}
      />
      {(permissions.camera || (view.kind === 'voice' && permissions.end)) && (
        <Control
          icon={camera.state === 'on' ? 'camera' : 'cameraOff'}
          name={c(camera.state === 'on' ? 'control.camera.off' : 'control.camera.on')}
          tone={camera.state === 'on' ? 'on' : 'off'}
          run={() => void control.toggle('camera')}
        />
      )}
      {permissions.screen && calls.local.canShareScreen && (
        <Control
          icon="screen"
          name={c(screen.state === 'on' ? 'control.screen.off' : 'control.screen.on')}
          {...(screen.state === 'on' && { tone: 'on' as const })}
          run={() => void control.toggle('screen')}
        />
      )}
      <Control icon="chat" name={c('control.chat')} run={() => control.setBig(false)} />
      <Control
        icon="gear"
        name={c('control.devices')}
        run={() => {
          void calls.local.look();
          setChoosing(true);
        }}
      />
      <Control icon="end" name={c('control.end')} tone="end" run={() => void control.run(() => calls.end(view.id))} />
      {choosing && <DeviceSheet speaker={speaker} onClose={() => setChoosing(false)} />}
    </fieldset>
  );
}
