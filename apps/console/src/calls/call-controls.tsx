import type { CallView } from '@alongside/protocol';
import {
  ArrowRightLeft,
  Circle,
  CirclePause,
  CirclePlay,
  CircleStop,
  Grip,
  type LucideIcon,
  Mic,
  MicOff,
  Pause,
  Phone,
  PhoneOff,
  Play,
  ScreenShare,
  ScreenShareOff,
  SlidersHorizontal,
  UserPlus,
  Video,
  VideoOff,
} from 'lucide-react';
import { useObservable } from '../hooks/use-observable.ts';
import { useCallDesk, useCallTexts } from './use-calls.ts';

interface DoProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly run: () => void;
  readonly keys?: string;
  readonly tone?: 'off' | 'on' | 'end';
  readonly expanded?: boolean;
}

function Do({ icon: Icon, name, run, keys, tone, expanded }: DoProps) {
  return (
    <button
      type="button"
      className="call-do"
      data-tone={tone}
      title={keys ? `${name} (${keys})` : name}
      aria-keyshortcuts={keys}
      aria-expanded={expanded}
      onClick={run}
    >
      <Icon size={18} aria-hidden="true" />
      <span>{name}</span>
    </button>
  );
}

/** A button for each thing that may be done with the call now. */
export function CallControls({ view }: { readonly view: CallView }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const { calls } = desk;
  const { sheet } = useObservable(desk.ui);
  const { microphone, camera, screen } = useObservable(calls.local.state);
  const { permissions } = view.me;
  const { id } = view;
  const muted = microphone.state !== 'on';
  const held = view.state === 'held';
  const role = view.parties.find((party) => party.id === view.me.partyId)?.role;
  const ask = (name: string, command: () => Promise<unknown>) => () => void desk.run(`call:${name}`, command);
  return (
    <div className="call-controls">
      {role !== 'monitor' && (
        <Do
          icon={muted ? MicOff : Mic}
          name={texts(muted ? 'do.unmute' : 'do.mute')}
          keys="Alt+S"
          tone={muted ? 'off' : 'on'}
          run={() => void desk.toggle('microphone')}
        />
      )}
      {permissions.hold && (
        <Do
          icon={held ? Play : Pause}
          name={texts(held ? 'do.resume' : 'do.hold')}
          keys="Alt+H"
          {...(held && { tone: 'off' as const })}
          run={ask('hold', () => calls.hold(id, !held))}
        />
      )}
      {(permissions.camera || (view.kind === 'voice' && permissions.hold)) && (
        <Do
          icon={camera.state === 'on' ? Video : VideoOff}
          name={texts(camera.state === 'on' ? 'do.camera.off' : 'do.camera.on')}
          keys="Alt+V"
          {...(camera.state === 'on' && { tone: 'on' as const })}
          run={() => void desk.toggle('camera')}
        />
      )}
      {view.kind === 'video' && permissions.hold && (
        <Do
          icon={Phone}
          name={texts('do.voice')}
          run={ask('kind', async () => {
            await calls.local.off('camera');
            await calls.setKind(id, 'voice');
          })}
        />
      )}
      {permissions.screen && calls.local.canShareScreen && (
        <Do
          icon={screen.state === 'on' ? ScreenShareOff : ScreenShare}
          name={texts(screen.state === 'on' ? 'do.screen.off' : 'do.screen.on')}
          {...(screen.state === 'on' && { tone: 'on' as const })}
          run={() => void desk.toggle('screen')}
        />
      )}
      {permissions.digits && (
        <Do icon={Grip} name={texts('do.keypad')} expanded={sheet === 'keypad'} run={() => desk.show('keypad')} />
      )}
      {permissions.record && view.recording === 'off' && (
        <Do icon={Circle} name={texts('recording.start')} run={ask('record', () => calls.record(id, 'start'))} />
      )}
      {permissions.record && (view.recording === 'on' || view.recording === 'paused') && (
        <>
          <Do
            icon={view.recording === 'on' ? CirclePause : CirclePlay}
            name={texts(view.recording === 'on' ? 'recording.pause' : 'recording.resume')}
            run={ask('record', () => calls.record(id, view.recording === 'on' ? 'pause' : 'resume'))}
          />
          <Do icon={CircleStop} name={texts('recording.stop')} run={ask('record', () => calls.record(id, 'stop'))} />
        </>
      )}
      {permissions.transfer && (
        <Do
          icon={ArrowRightLeft}
          name={texts('do.transfer')}
          expanded={sheet === 'transfer'}
          run={() => desk.show('transfer')}
        />
      )}
      {permissions.addParty && (
        <Do icon={UserPlus} name={texts('do.add')} expanded={sheet === 'add'} run={() => desk.show('add')} />
      )}
      <Do
        icon={SlidersHorizontal}
        name={texts('do.devices')}
        expanded={sheet === 'devices'}
        run={() => {
          void calls.local.look();
          desk.show('devices');
        }}
      />
      {permissions.leave && <Do icon={PhoneOff} name={texts('do.leave')} run={ask('leave', () => calls.leave(id))} />}
      {permissions.end && (
        <Do icon={PhoneOff} name={texts('do.end')} keys="Alt+X" tone="end" run={ask('end', () => calls.end(id))} />
      )}
    </div>
  );
}
