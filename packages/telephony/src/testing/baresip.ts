import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './sipp.ts';

const PATIENCE = 10_000;

interface BaresipEvent {
  readonly type?: string;
  readonly class?: string;
  readonly param?: string;
}

/** A real telephone, steered over its control port. It speaks one tone (0: silence) for half a minute and keeps what it hears. */
export class Baresip {
  readonly port: number;
  readonly events: BaresipEvent[] = [];
  readonly #child: ChildProcess;
  readonly #folder: string;
  #socket: Socket | null = null;
  #log = '';
  readonly #waiting = new Set<() => void>();

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.port = port;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (this.#log = (this.#log + chunk).slice(-10_000)));
  }

  /** `account`: a line of its accounts file; `hertz`: what it says. A port that was free may be taken by the time it starts: then with others. */
  static async start(account: string, hertz = 0, tries = 3): Promise<Baresip> {
    const folder = mkdtempSync(join(tmpdir(), 'alongside-baresip-'));
    const [port, control] = [await freePort(), await freeTcpPort()];
    mkdirSync(join(folder, 'heard'));
    writeFileSync(join(folder, 'speaks.wav'), wav(tone(hertz, 30)));
    writeFileSync(join(folder, 'accounts'), `${account}\n`);
    writeFileSync(join(folder, 'contacts'), '');
    writeFileSync(join(folder, 'config'), config(folder, port, control));
    const child = spawn('baresip', ['-f', folder, '-4'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const made = new Baresip(child, folder, port);
    try {
      await made.#attach(control);
    } catch (error) {
      await made.stop();
      if (tries > 1) return Baresip.start(account, hertz, tries - 1);
      throw error;
    }
    return made;
  }

  command(command: string, parameters?: string): void {
    const text = JSON.stringify({ command, ...(parameters !== undefined && { params: parameters }), token: 't' });
    this.#socket?.write(`${Buffer.byteLength(text)}:${text},`);
  }

  async until(type: string): Promise<BaresipEvent> {
    const limit = performance.now() + PATIENCE;
    for (;;) {
      const found = this.events.find((event) => event.type === type);
      if (found) return found;
      const left = limit - performance.now();
      if (left <= 0)
        throw new Error(`No ${type}; there came ${this.events.map((event) => event.type).join(', ')}.\n${this.#log}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => wake(), left);
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** The last `seconds` that it heard, 8 kHz; fewer where it has not heard so much yet. */
  heard(seconds: number): Int16Array {
    const folder = join(this.#folder, 'heard');
    const files = readdirSync(folder).filter((name) => name.endsWith('-dec.wav'));
    const bytes = files.length === 0 ? Buffer.alloc(44) : readFileSync(join(folder, files.sort().at(-1) ?? ''));
    const sound = bytes.subarray(44, 44 + 2 * Math.floor((bytes.length - 44) / 2));
    const samples = Int16Array.from({ length: sound.length / 2 }, (_, index) => sound.readInt16LE(2 * index));
    return samples.slice(-seconds * RATE);
  }

  async stop(): Promise<void> {
    this.#socket?.destroy();
    if (this.#child.exitCode === null) {
      const gone = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
      this.#child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Its control port opens some time after it starts. */
  async #attach(port: number): Promise<void> {
    const limit = performance.now() + PATIENCE;
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      if (isOpen) {
        this.#listen(socket);
        return;
      }
      if (performance.now() > limit || this.#child.exitCode !== null)
        throw new Error(`baresip did not start.\n${this.#log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #listen(socket: Socket): void {
    this.#socket = socket;
    let rest = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      rest += chunk;
      for (;;) {
        const colon = rest.indexOf(':');
        const length = Number(rest.slice(0, Math.max(0, colon)));
        if (colon < 0 || rest.length < colon + 2 + length) break;
        try {
          this.events.push(JSON.parse(rest.slice(colon + 1, colon + 1 + length)));
        } catch {}
        rest = rest.slice(colon + 2 + length);
        for (const wake of [...this.#waiting]) wake();
      }
    });
  }
}

const config = (folder: string, port: number, control: number) => `
poll_method		epoll
sip_listen		127.0.0.1:${port}
audio_player		aufile,${folder}/played.wav
audio_source		aufile,${folder}/speaks.wav
audio_alert		aufile,/dev/null
ausrc_srate		8000
auplay_srate		8000
rtp_ports		33000-33990
module_path		/usr/lib/baresip/modules
module			g711.so
module			aufile.so
module			sndfile.so
module			srtp.so
snd_path		${folder}/heard
module_tmp		uuid.so
module_tmp		account.so
module_app		contact.so
module_app		menu.so
module_app		ctrl_tcp.so
ctrl_tcp_listen		127.0.0.1:${control}
net_interface		127.0.0.1
`;

async function freeTcpPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address ? address.port : 0;
}

const RATE = 8_000;

/** A WAV file of one tone, as telephones play it. */
export const toneFile = (hertz: number, seconds: number): Buffer => wav(tone(hertz, seconds));

function tone(hertz: number, seconds: number): Int16Array {
  return Int16Array.from(
    { length: RATE * seconds },
    (_, index) => 8_000 * Math.sin((2 * Math.PI * hertz * index) / RATE),
  );
}

/** 8 kHz, 16 bits, one channel. */
function wav(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(44);
  const length = samples.byteLength;
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + length, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(2 * RATE, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(length, 40);
  return Buffer.concat([bytes, Buffer.from(samples.buffer, samples.byteOffset, length)]);
}
