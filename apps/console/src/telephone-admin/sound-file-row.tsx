import { Upload } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useAdmin } from '../admin/kit/texts.ts';
import { Spinner } from '../ui/spinner.tsx';
import { type FileFault, readSoundFile, type SoundFile } from './read-sound-file.ts';
import { Player } from './sound-player.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';
import { LONGEST_SECONDS } from './wav.ts';

interface FileRowProps {
  readonly chosen: SoundFile | null;
  /** The file's own. */
  readonly name: string;
  readonly label: string;
  readonly fault: string | null;
  readonly onChoose: (file: SoundFile, name: string) => void;
}

/** Chooses a file, by a button or by dropping it, lets one hear it, and says before anything is sent why it cannot be taken. */
export function FileRow({ chosen, name, label, fault, onChoose }: FileRowProps) {
  const { clock, formats } = useAdmin();
  const texts = useTelephoneTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [reading, setReading] = useState(false);
  const [wrong, setWrong] = useState<{ readonly name: string; readonly fault: FileFault } | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined || reading) return;
    setReading(true);
    const read = await readSoundFile(file);
    setReading(false);
    if (typeof read === 'string') return setWrong({ name: file.name, fault: read });
    setWrong(null);
    onChoose(read, file.name);
  };
  const most = formats.duration(LONGEST_SECONDS);
  const problem = wrong ? texts(`sound.file.${wrong.fault}`, { name: wrong.name, most }) : fault;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way; the button is the first.
    <div
      className="form-row sound-file"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <p className="as-label" id={`${id}-label`}>
        {label}
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".wav,audio/wav,audio/x-wav"
        onChange={({ target }) => {
          void take(target.files?.[0]);
          // The same file again is a choice too: it may have been mended.
          target.value = '';
        }}
      />
      <button
        type="button"
        className="as-button dense"
        aria-describedby={`${id}-label ${id}-hint${problem ? ` ${id}-fault` : ''}`}
        aria-invalid={problem === null ? undefined : true}
        aria-disabled={reading}
        onClick={() => input.current?.click()}
      >
        {reading ? <Spinner /> : <Upload size={16} aria-hidden="true" />}
        {texts(chosen ? 'sound.file.another' : 'sound.file.choose')}
      </button>
      {problem !== null && (
        <p className="field-error" id={`${id}-fault`} role="alert">
          {problem}
        </p>
      )}
      {chosen && (
        <>
          <p className="sound-chosen" role="status">
            <bdi>{name}</bdi> · {clock(Math.round(chosen.was.seconds))} · {formats.bytes(chosen.bytes.length)}
          </p>
          <Player bytes={chosen.bytes} label={texts('sound.listen', { name })} />
        </>
      )}
      <p className="as-hint" id={`${id}-hint`}>
        {chosen && !chosen.was.ready
          ? texts('sound.file.converted', {
              hertz: formats.number(chosen.was.hertz),
              channels: texts('sound.channels', { count: chosen.was.channels }),
            })
          : texts('sound.file.hint', { most })}
      </p>
    </div>
  );
}
