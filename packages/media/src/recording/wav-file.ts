import { type FileHandle, open } from 'node:fs/promises';
import { type Law, silentFrame } from '../audio/g711.ts';

const headOctets = 58;
const flushOctets = 16_000;

/** The head of a WAV file of G.711: 8 kHz, one channel, one octet a sample. */
function head(law: Law, samples: number): Buffer {
  const written = Buffer.alloc(headOctets);
  written.write('RIFF', 0, 'latin1');
  written.writeUInt32LE(headOctets - 8 + samples, 4);
  written.write('WAVEfmt ', 8, 'latin1');
  written.writeUInt32LE(18, 16);
  written.writeUInt16LE(law === 'PCMU' ? 7 : 6, 20);
  written.writeUInt16LE(1, 22);
  written.writeUInt32LE(8_000, 24);
  written.writeUInt32LE(8_000, 28);
  written.writeUInt16LE(1, 32);
  written.writeUInt16LE(8, 34);
  written.write('fact', 38, 'latin1');
  written.writeUInt32LE(4, 42);
  written.writeUInt32LE(samples, 46);
  written.write('data', 50, 'latin1');
  written.writeUInt32LE(samples, 54);
  return written;
}

/** Writes the sizes into a file that was not closed, for its process died. Resolves with its milliseconds. */
export async function mendWavFile(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    if (size <= headOctets) return 0;
    const samples = size - headOctets;
    const { buffer: law } = await file.read(Buffer.alloc(2), 0, 2, 20);
    await file.write(head(law.readUInt16LE() === 6 ? 'PCMA' : 'PCMU', samples), 0, headOctets, 0);
    return Math.round(samples / 8);
  } finally {
    await file.close();
  }
}

export interface WavFile {
  /** Samples written so far. */
  length(): number;
  /** The next octets. */
  append(octets: Buffer): void;
  /** Silence up to this sample. */
  fillTo(sample: number): void;
  /** Writes what is left and the sizes. Rejects when anything could not be written. */
  close(): Promise<void>;
}

/** A WAV file that grows; playable only once it is closed, or mended. */
export async function createWavFile(path: string, law: Law): Promise<WavFile> {
  const file: FileHandle = await open(path, 'wx');
  let waiting: Buffer[] = [head(law, 0)];
  let waitingOctets = 0;
  let samples = 0;
  let fault: unknown = null;
  let turn: Promise<void> = Promise.resolve();
  const flush = () => {
    const octets = Buffer.concat(waiting);
    waiting = [];
    waitingOctets = 0;
    turn = turn.then(async () => {
      if (fault !== null) return;
      await file.appendFile(octets).catch((error) => {
        fault = error;
      });
    });
  };
  const append = (octets: Buffer) => {
    samples += octets.length;
    waiting.push(octets);
    waitingOctets += octets.length;
    if (waitingOctets >= flushOctets) flush();
  };
  return {
    length: () => samples,
    append,
    fillTo(sample) {
      if (sample > samples) append(silentFrame(law, sample - samples));
    },
    async close() {
      flush();
      await turn;
      try {
        if (fault !== null) throw fault;
        await file.write(head(law, samples), 0, headOctets, 0);
      } finally {
        await file.close();
      }
    },
  };
}
