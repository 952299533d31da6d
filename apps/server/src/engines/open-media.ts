import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger, MediaEngine } from '@alongside/domain';
import { createMediaEngine } from '@alongside/media';
import { startedByFirstCall } from '../calls/first-call.ts';
import { StartRefused } from '../command/start-refused.ts';
import type { SipSettings } from './open-telephony.ts';

/** How browsers reach the media engine of this server. */
export interface MediaSettings {
  /** The address that browsers are told; null: those of this machine. */
  readonly address: string | null;
  /** Lowest and highest port. */
  readonly ports: readonly [number, number];
}

const DEFAULT_PORTS = '40000-40999';

/** An IP address and `40000-40999`. @throws StartRefused */
export function readMediaSettings({
  address,
  ports = DEFAULT_PORTS,
}: {
  readonly address: string | undefined;
  readonly ports: string | undefined;
}): MediaSettings {
  if (address !== undefined && isIP(address) === 0)
    throw new StartRefused(`"${address}" is no IP address; --media-address takes the one that browsers reach.`);
  const [, low, high] = /^(\d{4,5})-(\d{4,5})$/.exec(ports) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (!(from >= 1024 && to <= 65_535 && from < to))
    throw new StartRefused(`"${ports}" are no ports; give --media-ports as a range from 1024 on, as ${DEFAULT_PORTS}`);
  return { address: address ?? null, ports: [from, to] };
}

/** What telephones are let hear. */
export const soundsFolderIn = (dataDir: string): string => join(dataDir, 'sounds');

/** The media engine; null: its process is not built beside this program, as where sources run as they are. */
export async function openMedia(
  settings: MediaSettings,
  {
    dataDir,
    log,
    sip,
    onThisMachine,
  }: {
    readonly dataDir: string;
    readonly log: Logger;
    readonly sip: SipSettings | null;
    /** Browsers are on this machine too. */
    readonly onThisMachine: boolean;
  },
): Promise<MediaEngine | null> {
  const processFile = fileURLToPath(new URL('./media/media-process.js', import.meta.url));
  if (!existsSync(processFile)) {
    log.warn({ processFile }, 'The media process is not built: this server carries no calls.');
    return null;
  }
  const recordingsFolder = join(dataDir, 'recordings');
  await mkdir(recordingsFolder, { recursive: true, mode: 0o700 });
  return startedByFirstCall(() =>
    createMediaEngine({
      recordingsFolder,
      soundsFolder: soundsFolderIn(dataDir),
      log,
      processFile,
      browserPorts: settings.ports,
      announcedAddress: settings.address,
      extraHostAddresses: onThisMachine ? ['127.0.0.1'] : [],
      telephoneHost: sip?.listen[0]?.host ?? '127.0.0.1',
      announcedTelephoneHost: sip?.address ?? null,
    }),
  );
}
