import type { CallView } from '@alongside/protocol';
import type { DeviceLike, Speaker } from '@alongside/sdk/calls';
import { useId, useRef, useState } from 'react';
import { useObservable } from '../hooks/use-observable.ts';
import { othersIn } from './call-band.tsx';
import { CallTransfer } from './call-transfer.tsx';
import { useCallDesk, useCallTexts } from './use-calls.ts';

interface CallSheetsProps {
  readonly view: CallView;
  readonly name: string;
  readonly speaker: Speaker;
}

/** What opens below the buttons: one at a time. */
export function CallSheets({ view, name, speaker }: CallSheetsProps) {
  const { desk } = useCallDesk();
  const { sheet } = useObservable(desk.ui);
  return (
    <>
      <Parties view={view} />
      {sheet === 'keypad' && <Keypad view={view} />}
      {sheet === 'devices' && <DeviceChoices speaker={speaker} />}
      {(sheet === 'transfer' || sheet === 'add') && <CallTransfer key={sheet} view={view} name={name} kind={sheet} />}
    </>
  );
}

/** Third parties: whom I spoke with first can take the call over. */
function Parties({ view }: { readonly view: CallView }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const { calls } = desk;
  const third = othersIn(view).filter(({ role }) => role === 'third_party');
  if (third.length === 0 || !view.me.permissions.transfer) return null;
  return (
    <ul className="call-parties">
      {third.map(({ id, name, state }) => (
        <li key={id}>
          <span className="clip">{state === 'ringing' ? texts('party.ringing', { name }) : name}</span>
          {state !== 'ringing' && (
            <button
              type="button"
              className="as-button as-button-main dense"
              onClick={() => void desk.run('call:transfer', () => calls.transfer(view.id, { partyId: id }))}
            >
              {texts('party.complete', { name })}
            </button>
          )}
          <button
            type="button"
            className="as-button dense"
            onClick={() => void desk.run('call:remove', () => calls.removeParty(view.id, id))}
          >
            {texts('party.remove', { name })}
          </button>
        </li>
      ))}
    </ul>
  );
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

function Keypad({ view }: { readonly view: CallView }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const [sent, setSent] = useState('');
  const presses = useRef(0);
  const press = (key: string) => {
    setSent((now) => `${now}${key}`.slice(-24));
    // Each counts, the same key twice too.
    presses.current += 1;
    void desk.run(`call:digits:${presses.current}`, () => desk.calls.sendDigits(view.id, key));
  };
  return (
    <fieldset
      className="call-keypad"
      aria-label={texts('keypad.title')}
      onKeyDown={(event) => {
        if (!(KEYS as readonly string[]).includes(event.key) || event.altKey || event.ctrlKey) return;
        event.preventDefault();
        event.stopPropagation();
        press(event.key);
      }}
    >
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          className="as-button"
          aria-label={texts('keypad.key', { key })}
          onClick={() => press(key)}
        >
          {key}
        </button>
      ))}
      <output>{sent && texts('keypad.sent', { digits: sent })}</output>
    </fieldset>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly devices: readonly DeviceLike[];
  readonly chosen: string | null;
  readonly choose: (deviceId: string) => void;
}

function Choice({ label, devices, chosen, choose }: ChoiceProps) {
  const texts = useCallTexts();
  const id = useId();
  return (
    <div>
      <label className="as-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="as-field"
        disabled={devices.length === 0}
        value={chosen ?? devices[0]?.deviceId ?? ''}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {devices.length === 0 && <option value="">{texts('devices.none')}</option>}
        {devices.map(({ deviceId, label: name }, index) => (
          <option key={deviceId} value={deviceId}>
            {name || texts('devices.nameless', { number: String(index + 1) })}
          </option>
        ))}
      </select>
    </div>
  );
}

function DeviceChoices({ speaker }: { readonly speaker: Speaker }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const devices = useObservable(desk.calls.local.devices);
  const { microphone, camera } = useObservable(desk.calls.local.state);
  const [sink, setSink] = useState(speaker.chosen());
  return (
    <fieldset className="call-devices" aria-label={texts('devices.title')}>
      <Choice
        label={texts('devices.microphone')}
        devices={devices.microphones}
        chosen={microphone.deviceId}
        choose={(deviceId) => void desk.choose('microphone', deviceId)}
      />
      <Choice
        label={texts('devices.camera')}
        devices={devices.cameras}
        chosen={camera.deviceId}
        choose={(deviceId) => void desk.choose('camera', deviceId)}
      />
      {speaker.canChoose && (
        <Choice
          label={texts('devices.speaker')}
          devices={devices.speakers}
          chosen={sink || null}
          choose={(deviceId) => {
            setSink(deviceId);
            void speaker.choose(deviceId);
          }}
        />
      )}
    </fieldset>
  );
}
