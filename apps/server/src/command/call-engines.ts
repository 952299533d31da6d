import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger, MediaEngine, Random, TelephonyEngine } from '@alongside/domain';
import { createMediaEngine } from '@alongside/media';
import { createTelephonyEngine, type Listen } from '@alongside/telephony';
import { startedByFirstCall } from '../calls/first-call.ts';
import type { Closers } from './closers.ts';
import { StartRefused } from './start-refused.ts';

export interface CallSettings {
  /** The address that browsers are told for sound and pictures; null: those of this machine. */
  readonly mediaAddress: string | null;
  /** Lowest and highest port for them. */
  readonly mediaPorts: readonly [number, number];
  /** Where telephony listens; empty: there is none. */
  readonly sip: readonly Listen[];
  /** The address that carriers are told; null: where it listens. */
  readonly sipAddress: string | null;
}

export interface CallEngines {
  readonly media: MediaEngine | null;
  readonly telephony: TelephonyEngine | null;
}

/** The engines of calls. The media process starts with the first call; the build has it beside the server, sources alone do not. */
export async function openCallEngines(
  settings: CallSettings,
  context: {
    readonly dataDir: string;
    readonly log: Logger;
    readonly random: Random;
    readonly onThisMachine: boolean;
    readonly closers: Closers;
  },
): Promise<CallEngines> {
  const { dataDir, log, random, onThisMachine, closers } = context;
  const processFile = fileURLToPath(new URL('./media/media-process.js', import.meta.url));
  if (!existsSync(processFile)) {
    log.warn({ processFile }, 'The media process is not built: this server carries no calls.');
    return { media: null, telephony: null };
  }
  const recordingsFolder = join(dataDir, 'recordings');
  await mkdir(recordingsFolder, { recursive: true, mode: 0o700 });
  const media = startedByFirstCall(() =>
    createMediaEngine({
      recordingsFolder,
      soundsFolder: join(dataDir, 'sounds'),
      log,
      processFile,
      browserPorts: settings.mediaPorts,
      announcedAddress: settings.mediaAddress,
      extraHostAddresses: onThisMachine ? ['127.0.0.1'] : [],
      telephoneHost: settings.sip[0]?.host ?? '127.0.0.1',
      announcedTelephoneHost: settings.sipAddress,
    }),
  );
  closers.add('media engine', () => media.close());
  if (settings.sip.length === 0) return { media, telephony: null };
  const telephony = await createTelephonyEngine({ listen: settings.sip, advertise: settings.sipAddress, random, log });
  closers.add('telephony', () => telephony.close());
  return { media, telephony };
}

/** `40000-40999` */
export function portsOf(text: string): readonly [number, number] {
  const [, low, high] = /^(\d{4,5})-(\d{4,5})$/.exec(text) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (!(from >= 1024 && to <= 65_535 && from < to))
    throw new StartRefused(`"${text}" are no ports for media; give a range from 1024 on, as 40000-40999`);
  return [from, to];
}

/** `udp:0.0.0.0:5060,tls:0.0.0.0:5061` */
export function listensOf(text: string | undefined): Listen[] {
  return (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, transport, host = '', port] = /^(udp|tcp|tls):\[?([0-9a-fA-F.:]+?)\]?:(\d{1,5})$/.exec(part) ?? [];
      if (transport === undefined || isIP(host) === 0 || Number(port) > 65_535)
        throw new StartRefused(`"${part}" is no place for telephony; give transport:address:port, as udp:0.0.0.0:5060`);
      return { transport: transport as Listen['transport'], host, port: Number(port) };
    });
}

export function addressOf(text: string | undefined, flag: string): string | null {
  if (text === undefined) return null;
  if (isIP(text) === 0) throw new StartRefused(`--${flag}: "${text}" is no IP address.`);
  return text;
}
