import { Player, type PlayerState } from '@alongside/cobrowse/viewer';
import type { CobrowseRecording } from '@alongside/protocol';
import { Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Modal } from '../ui/modal.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';

interface CobrowsePlayerProps {
  readonly recording: CobrowseRecording;
  readonly onClose: () => void;
}

const SPEEDS = [0.5, 1, 2, 4];
const STEP_MS = 5_000;

/** A recording, played in the frame that shows live pages. */
export function CobrowsePlayer({ recording, onClose }: CobrowsePlayerProps) {
  const texts = useCobrowseTexts();
  const { formats, clock } = useLanguage();
  const { client } = useConsole();
  const mount = useRef<HTMLDivElement>(null);
  const [player, setPlayer] = useState<Player | null>(null);
  const [state, setState] = useState<PlayerState | null>(null);
  const { id, startedAt } = recording;
  const {
    data: playback,
    code,
    again,
  } = useRequest(`recording-${id}`, () => client.call('getCobrowseRecording', { params: { id } }));
  const title = useRef('');
  title.current = texts('player.label');

  useEffect(() => {
    if (!playback || playback.frameUrl === null || mount.current === null || playback.chunks.length === 0) return;
    const { chunks, chunkUrl, frameUrl } = playback;
    const made = new Player({
      mount: mount.current,
      frameUrl,
      title: title.current,
      chunks,
      lengthMs: Math.max(playback.recording.milliseconds, chunks.at(-1)?.untilMs ?? 0),
      load: async (n) => {
        const response = await fetch(chunkUrl.replace('{n}', String(n)));
        if (!response.ok) throw new Error(`A chunk was refused with ${response.status}.`);
        return new Uint8Array(await response.arrayBuffer());
      },
      onChange: setState,
    });
    setPlayer(made);
    return () => made.close();
  }, [playback]);

  const playing = state?.phase === 'playing';
  const place = state?.page ? [state.page.title, state.page.address].filter(Boolean).join(' · ') : '';
  const toggle = () => void (playing ? player?.pause() : player?.play());
  return (
    <Modal title={texts('player.title', { time: formats.dateTime(startedAt) })} size="large" onClose={onClose}>
      <div className="dialog-body player">
        <div className="player-stage">
          <div ref={mount} className="together-frame" />
          {!code && !state && playback?.chunks.length !== 0 && playback?.frameUrl !== null && (
            <div className="together-cover" role="status">
              <Spinner />
              <p>{texts('player.loading')}</p>
            </div>
          )}
          {playback?.chunks.length === 0 && (
            <div className="together-cover">
              <p>{texts('player.empty')}</p>
            </div>
          )}
          {playback?.frameUrl === null && (
            <div className="together-cover">
              <p className="together-cover-title">{texts('no.viewer')}</p>
              <p>{texts('no.viewer.text')}</p>
            </div>
          )}
        </div>
        {(code || state?.phase === 'failed') && (
          <Failed text={texts('player.failed')} code={code ?? 'network_lost'} retry={again} />
        )}
        {player && state && (
          <div className="player-bar">
            <IconButton
              icon={playing ? Pause : Play}
              label={texts(playing ? 'player.pause' : 'player.play')}
              onPress={toggle}
            />
            <input
              type="range"
              className="player-seek"
              aria-label={texts('player.seek')}
              aria-valuetext={clock(state.atMs / 1_000)}
              min={0}
              max={state.lengthMs}
              step={Math.min(STEP_MS, Math.max(1, Math.floor(state.lengthMs / 100)))}
              value={state.atMs}
              onChange={({ target }) => void player.seek(Number(target.value))}
            />
            <span className="player-time">
              {clock(Math.floor(state.atMs / 1_000))} / {clock(Math.floor(state.lengthMs / 1_000))}
            </span>
            <select
              className="as-field player-speed"
              aria-label={texts('player.speed')}
              value={state.speed}
              onChange={({ target }) => player.setSpeed(Number(target.value))}
            >
              {SPEEDS.map((speed) => (
                <option key={speed} value={speed}>
                  {formats.number(speed)}×
                </option>
              ))}
            </select>
          </div>
        )}
        {place && (
          <p className="as-hint clip">
            <bdi>{place}</bdi>
          </p>
        )}
      </div>
    </Modal>
  );
}
