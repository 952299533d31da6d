import type { CobrowseRecording } from '@alongside/protocol';
import { Play, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Sure } from '../ui/sure.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import './cobrowse.css';

const CobrowsePlayer = lazy(() => import('./cobrowse-player.tsx').then((file) => ({ default: file.CobrowsePlayer })));

/** Recordings of a conversation, beside it; nothing stands there where there are none. */
export function CobrowseRecordings({ conversationId }: { readonly conversationId: string }) {
  const texts = useCobrowseTexts();
  const { client } = useConsole();
  const { data, code, again } = useRequest(`recordings-${conversationId}`, () =>
    client.call('listCobrowseRecordings', { query: { conversationId } }),
  );
  const [shown, show] = useState<CobrowseRecording | null>(null);
  if (!data?.recordings.length && !code) return null;
  return (
    <section className="card" aria-labelledby="recordings-title">
      <h2 className="card-title" id="recordings-title">
        {texts('recordings')}
      </h2>
      {code && <Failed text={texts('recordings.failed')} code={code} retry={again} />}
      <ul className="recordings">
        {data?.recordings.map((recording) => (
          <RecordingRow key={recording.id} recording={recording} onPlay={() => show(recording)} onDeleted={again} />
        ))}
      </ul>
      {shown && (
        <Suspense fallback={null}>
          <CobrowsePlayer recording={shown} onClose={() => show(null)} />
        </Suspense>
      )}
    </section>
  );
}

interface RecordingRowProps {
  readonly recording: CobrowseRecording;
  readonly onPlay: () => void;
  readonly onDeleted: () => void;
}

function RecordingRow({ recording, onPlay, onDeleted }: RecordingRowProps) {
  const texts = useCobrowseTexts();
  const { formats } = useLanguage();
  const { client, notices } = useConsole();
  const [asked, setAsked] = useState(false);
  const may = useConsoleState(({ session }) => session.phase === 'signed-in' && session.me.role === 'administrator');
  const { id, startedAt, endedAt, milliseconds, agentName, deletesAt } = recording;
  const remove = () =>
    client.call('deleteCobrowseRecording', { params: { id } }).then(
      () => {
        notices.show('success', () => texts('recordings.deleted'));
        onDeleted();
      },
      (error) => notices.failure(error),
    );
  return (
    <li className="recording">
      <button
        type="button"
        className="recording-play"
        aria-label={texts('recordings.play', { time: formats.dateTime(startedAt) })}
        onClick={onPlay}
      >
        <Play size={16} aria-hidden="true" />
        <span>
          <span className="recording-time">{formats.dateTime(startedAt)}</span>
          <span className="recording-facts">
            {[
              endedAt === null ? texts('recordings.running') : formats.duration(Math.round(milliseconds / 1_000)),
              agentName && texts('recordings.by', { name: agentName }),
              deletesAt && texts('recordings.until', { date: formats.day(deletesAt, Date.now()) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      </button>
      {may && !asked && endedAt !== null && (
        <IconButton icon={Trash2} label={texts('recordings.delete')} onPress={() => setAsked(true)} />
      )}
      {asked && (
        <Sure
          question={texts('recordings.delete.sure')}
          yes={texts('recordings.delete.yes')}
          no={texts('recordings.delete.no')}
          onYes={() => void remove()}
          onNo={() => setAsked(false)}
        />
      )}
    </li>
  );
}
