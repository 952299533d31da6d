import type { RecordingMode } from '@alongside/domain';
import type { Session } from '../engine/session.ts';
import type { MediaSettings } from '../settings.ts';
import { createLegRecording, type Recording } from './leg-recording.ts';
import { createMixedRecording } from './mixed-recording.ts';
import type { Recorder } from './recorder.ts';
import { createRecordingFiles } from './recording-files.ts';

const turnMilliseconds = 200;
/** Older than this nothing comes any more: where nothing came, silence is written. */
const lateMilliseconds = 1_000;

/** Records what the named legs send, whether it is routed to anybody or not. */
export async function createRecorder(options: {
  readonly settings: MediaSettings;
  readonly session: Session;
  readonly legIds: readonly string[];
  readonly modes: readonly RecordingMode[];
  readonly now: () => number;
}): Promise<Recorder> {
  const { session, now } = options;
  const files = createRecordingFiles(options.settings.recordingsFolder, session.sessionId);
  const byLeg = new Map<string, Recording>();
  if (options.modes.includes('per_leg'))
    for (const legId of options.legIds) {
      const cameraOn = session.legs.get(legId)?.sources.has('video') === true;
      byLeg.set(legId, await createLegRecording({ files, legId, audio: session.audio, cameraOn }));
    }
  const mixed = options.modes.includes('mixed') ? await createMixedRecording(files, session.audio) : null;
  const all: readonly Recording[] = [...byLeg.values(), ...(mixed === null ? [] : [mixed])];
  const wanted = new Set(options.legIds);
  const begun = now();
  const sinceBegun = () => now() - begun;
  let paused = false;

  const askKeyFrames = () => {
    for (const legId of byLeg.keys())
      for (const source of session.legs.get(legId)?.sources.values() ?? []) source.askKeyFrame();
  };
  askKeyFrames();
  const timer = setInterval(() => {
    const at = sinceBegun();
    for (const recording of all) recording.fillTo(at - lateMilliseconds);
    for (const [legId, recording] of byLeg)
      for (const kind of ['video', 'screen'] as const)
        if (session.legs.get(legId)?.sources.has(kind) !== true) recording.blank(at, kind);
  }, turnMilliseconds);

  return {
    take(source, packet) {
      if (paused || !wanted.has(source.legId)) return;
      const at = sinceBegun();
      byLeg.get(source.legId)?.take(source, packet, at);
      mixed?.take(source, packet, at);
    },
    pause() {
      paused = true;
      for (const recording of all) recording.blank(sinceBegun());
    },
    resume() {
      paused = false;
      askKeyFrames();
    },
    async stop() {
      clearInterval(timer);
      paused = true;
      const at = sinceBegun();
      const found = await Promise.all(all.map((recording) => recording.stop(at)));
      return found.flat().filter((file) => file !== null);
    },
  };
}
