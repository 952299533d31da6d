import type { Call, CallRecording } from '@alongside/protocol';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/use-language.ts';
import { useCallDesk, useCallTexts } from './use-calls.ts';

interface RecordingProps {
  readonly call: Call;
  readonly recording: CallRecording;
  /** The button's words, where it is no recording among others. */
  readonly label?: string;
}

/** Fetches a recording when it is asked for, and plays it. */
export function Recording({ call, recording, label: word }: RecordingProps) {
  const texts = useCallTexts();
  const { clock } = useLanguage();
  const { desk } = useCallDesk();
  const [state, setState] = useState<'closed' | 'loading' | 'failed'>('closed');
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address]);
  const time = clock(Math.round(recording.milliseconds / 1000));
  const who = call.legs.find(({ id }) => id === recording.legId)?.name;
  const load = async () => {
    setState('loading');
    const done = await desk.run('call:recording', async () => {
      const bytes = await desk.calls.recording(call.id, recording.id);
      setAddress(URL.createObjectURL(new Blob([bytes], { type: recording.contentType })));
    });
    setState(done ? 'closed' : 'failed');
  };
  if (address === null)
    return (
      <button type="button" className="as-button dense" aria-disabled={state === 'loading'} onClick={() => void load()}>
        {state === 'loading' ? texts('entry.loading') : (word ?? texts('entry.play'))}
        {who && !word && ` · ${who}`} · {time}
      </button>
    );
  const label = texts('entry.audio', { time });
  const Player = recording.contentType.startsWith('video/') ? 'video' : 'audio';
  return <Player className="call-playback" src={address} controls aria-label={label} />;
}
