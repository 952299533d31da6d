import type { RecordedFile } from '@alongside/domain';
import type { RtpPacket } from 'werift';
import type { Source } from '../engine/source.ts';

export interface Recorder {
  take(source: Source, packet: RtpPacket): void;
  pause(): void;
  resume(): void;
  stop(): Promise<readonly RecordedFile[]>;
}
