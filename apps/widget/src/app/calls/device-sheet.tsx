/** @jsxImportSource preact */
import type { DeviceLike, Speaker } from '@alongside/sdk/calls';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useObservable } from '../context.ts';
import { useCall } from './context.ts';

type ChoiceProps = {
  label: string;
  devices: readonly DeviceLike[];
  chosen: string | null;
  choose: (deviceId: string) => void;
};

function Choice({ label, devices, chosen, choose }: ChoiceProps) {
  const { c } = useCall();
  const id = useId();
  return (
    <div>
      <label class="as-label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="as-field"
        disabled={devices.length === 0}
        value={chosen ?? devices[0]?.deviceId ?? ''}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {devices.length === 0 && <option value="">{c('devices.none')}</option>}
        {devices.map(({ deviceId, label: name }, index) => (
          <option key={deviceId} value={deviceId}>
            {name || c('devices.nameless', { number: String(index + 1) })}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Which microphone, camera and loudspeaker. */
export function DeviceSheet({ speaker, onClose }: { speaker: Speaker; onClose: () => void }) {
  const { control, c } = useCall();
  const { calls } = control;
  const { view } = useObservable(control.ui);
  const devices = useObservable(calls.local.devices);
  const { microphone, camera } = useObservable(calls.local.state);
  const [sink, setSink] = useState(speaker.chosen());
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      dialog.current?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const recorded = view?.recording === 'on' || view?.recording === 'paused';
  return (
    <dialog ref={dialog} class="confirm device-sheet" aria-labelledby={id} onCancel={onClose}>
      <h2 id={id}>{c('devices.title')}</h2>
      <Choice
        label={c('devices.microphone')}
        devices={devices.microphones}
        chosen={microphone.deviceId}
        choose={(deviceId) => void control.choose('microphone', deviceId)}
      />
      {view?.me.permissions.camera && (
        <Choice
          label={c('devices.camera')}
          devices={devices.cameras}
          chosen={camera.deviceId}
          choose={(deviceId) => void control.choose('camera', deviceId)}
        />
      )}
      {speaker.canChoose && devices.speakers.length > 0 && (
        <Choice
          label={c('devices.speaker')}
          devices={devices.speakers}
          chosen={sink || null}
          choose={(deviceId) => {
            setSink(deviceId);
            void speaker.choose(deviceId);
          }}
        />
      )}
      {recorded && view && (
        <button
          type="button"
          class="as-button wide"
          onClick={() => void control.run(() => calls.answerRecording(view.id, false)).then(onClose)}
        >
          {c('recording.stop')}
        </button>
      )}
      <button type="button" class="as-button as-button-main wide" onClick={onClose}>
        {c('devices.done')}
      </button>
    </dialog>
  );
}
