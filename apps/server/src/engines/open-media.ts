import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger, MediaEngine } from '@alongside/domain';
import { createMediaEngine } from '@alongside/media';
import { startedByFirstCall } from '../calls/first-call.ts';
import type { MediaSettings } from './media-settings.ts';
import type { SipSettings } from './sip-settings.ts';

/** What telephones are let hear. */
export const soundsFolderIn = (dataDir: string): string => join(dataDir, 'sounds');

/** What the engine records lies here until it is stored. */
export const recordingsFolderIn = (dataDir: string): string => join(dataDir, 'recordings');

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
  const recordingsFolder = recordingsFolderIn(dataDir);
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
