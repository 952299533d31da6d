import type { SessionAudio } from '@alongside/domain';
import type { Recording } from './leg-recording.ts';
import { createG711Mix, createOpusMix } from './mix-track.ts';
import type { RecordingFiles } from './recording-files.ts';
import { createWavFile } from './wav-file.ts';
import { createWebmFile } from './webm-file.ts';

/** The sound of all recorded legs as one would have heard them together. */
export async function createMixedRecording(files: RecordingFiles, audio: SessionAudio): Promise<Recording> {
  const opus = audio === 'opus';
  const path = await files.path(null, 'sound', opus ? 'webm' : 'wav');
  const file = opus ? await createWebmFile(path, { sound: true, pictures: false }) : await createWavFile(path, 'PCMU');
  const track = 'sound' in file ? createOpusMix(file) : createG711Mix(file, 'PCMU');
  return {
    take(source, packet, at) {
      if (source.kind === 'audio') track.take(source, packet, at);
    },
    fillTo: (at) => track.fillTo(at),
    blank() {},
    async stop(at) {
      track.fillTo(at);
      track.close();
      const contentType = opus ? 'audio/webm' : 'audio/wav';
      return [await files.describe({ path, legId: null, contentType, milliseconds: at, close: () => file.close() })];
    },
  };
}
