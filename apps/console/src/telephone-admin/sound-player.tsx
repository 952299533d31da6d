import type { CallSound } from '@alongside/protocol';
import { useEffect, useState } from 'react';
import { AdminLink } from '../admin/kit/admin-link.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { usersOf } from './sound-model.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

/** Lets one hear a WAV file. */
export function Player({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes as BlobPart], { type: 'audio/wav' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  // biome-ignore lint/a11y/useMediaCaption: it is what callers hear; its words are the company's own.
  return <audio className="sound-player" controls src={address} aria-label={label} />;
}

interface StoredSoundProps {
  readonly sound: CallSound;
  readonly users: ReturnType<typeof usersOf>;
}

/** A sound as callers hear it now, and who plays it. */
export function StoredSound({ sound, users }: StoredSoundProps) {
  const { a, clock, formats } = useAdmin();
  const texts = useTelephoneTexts();
  const { client } = useConsole();
  const { name, milliseconds, bytes, updatedAt } = sound;
  const file = useRequest(`admin-sound:${name}:${updatedAt}`, () => client.call('getSound', { params: { name } }));
  return (
    <section className="sound-stored" aria-label={name}>
      {file.data ? (
        <Player bytes={file.data} label={texts('sound.listen', { name })} />
      ) : file.code ? (
        <Failed text={a('load.failed')} code={file.code} retry={file.again} />
      ) : (
        <Skeleton widths={[60]} />
      )}
      <p className="as-hint">
        {clock(Math.round(milliseconds / 1000))} · {formats.bytes(bytes)} ·{' '}
        {texts('sound.stored', { time: formats.dateTime(updatedAt) })}
      </p>
      <h2 className="as-label">{texts('sound.users')}</h2>
      {users.length === 0 ? (
        <p className="as-hint">{texts('sound.users.none')}</p>
      ) : (
        <ul className="used-by">
          {users.map(({ number, uses }) => (
            <li key={number}>
              <AdminLink to={`numbers/${number}`}>{number}</AdminLink>:{' '}
              {uses.map((use) => texts(`sound.use.${use}`)).join(', ')}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
