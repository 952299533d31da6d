import { resolve } from 'node:path';
import { type Logger, prepareSetup } from '@alongside/domain';
import { createServer } from '../create-server.ts';
import { openMedia, recordingsFolderIn, soundsFolderIn } from '../engines/open-media.ts';
import { openPlatform } from '../engines/open-platform.ts';
import { openTelephony } from '../engines/open-telephony.ts';
import { iceServersOf } from '../engines/open-turn.ts';
import { loadSecretKey } from '../engines/secret-key.ts';
import { registrarOf } from '../engines/sip-settings.ts';
import type { ViewerFrameAt } from '../http/viewer-frame.ts';
import type { Settings } from './arguments.ts';
import { Closers } from './closers.ts';
import { withDemoProvider } from '../demo/demo-provider.ts';
import { startDemo } from '../demo/start-demo.ts';
import { makeDataFolder } from './data-folder.ts';
import { hostInUrl } from './host-in-url.ts';
import { openDatabase } from './open-database.ts';
import { assertPortIsFree } from './port-is-free.ts';
import { startLines } from './start-lines.ts';

export interface Running {
  readonly url: string;
  /** For the person at the terminal. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

export interface ServeContext {
  readonly log: Logger;
  readonly version: string;
  /** One short word on what is being done now. */
  readonly onProgress: (step: string) => void;
  /** The database ended by itself: nothing can go on. */
  readonly onLost: (reason: string) => void;
}

/** Everything in order: database, engines, server, demo. What had been started is stopped again if a later step fails. */
export async function serve(settings: Settings, context: ServeContext): Promise<Running> {
  const { log, version, onProgress } = context;
  const closers = new Closers(log);
  try {
    await assertPortIsFree(settings.host, settings.port);
    const dataDir = resolve(settings.dataDir);
    makeDataFolder(dataDir);
    const database = await openDatabase(settings, dataDir, context, closers);
    onProgress('opening the store');
    const secretKey = loadSecretKey(dataDir, settings.secretKey);
    const { platform, close } = await openPlatform({
      databaseUrl: database.url,
      dataDir,
      archive: settings.archive,
      several: settings.peerUrl !== null,
      secretKey,
      log,
      unsafe: settings.unsafe,
      allowPrivate: settings.allowPrivate,
      clamd: settings.clamd,
      tenantFileBytes: settings.tenantFiles * 1024 ** 3,
      ...(settings.demo ? { identityProvider: withDemoProvider } : {}),
    });
    closers.add('store', close);
    const { publicUrl, filesOrigin, trustProxy, rateScale } = settings;
    const viewerFrame = viewerFrameOf(settings);
    const onThisMachine = publicUrl === null && isLoopback(settings.host);
    const media = await openMedia(settings.media, { dataDir, log, sip: settings.sip, onThisMachine });
    if (media) closers.add('media engine', () => media.close());
    const telephony = settings.sip && (await openTelephony(settings.sip, log, platform.random, settings.allowPrivate));
    const server = await createServer({
      platform,
      version,
      publicUrl,
      filesOrigin,
      viewerFrame,
      peerUrl: settings.peerUrl,
      trustProxy,
      rateScale,
      media,
      telephony,
      registrar: settings.sip && registrarOf(settings.sip),
      soundsFolder: soundsFolderIn(dataDir),
      recordingsFolder: media && recordingsFolderIn(dataDir),
      ...(settings.turn && { iceServers: iceServersOf(settings.turn, platform.clock) }),
    });
    closers.add('server', () => server.stop());
    // Before the server, which hears how its calls end.
    if (telephony) closers.add('telephony', () => telephony.close());
    onProgress('listening');
    const port = await server.listen(settings.host, settings.port);
    const url = publicUrl ?? `http://${hostInUrl(settings.host)}:${port}`;
    const demo = settings.demo
      ? await startDemo({
          platform,
          dataDir,
          url,
          port,
          fixedPort: settings.port !== 0,
          host: settings.host,
          databaseUrl: database.url,
          externalQueue: settings.externalQueue,
          closers,
        })
      : null;
    const setupToken = demo ? null : await prepareSetup(platform);
    const lines = startLines({ url, dataDir, demo, setupToken, plainHttp: isPlainHttp(settings) });
    return { url, lines, stop: () => closers.closeAll() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** Behind a public URL browsers reach one port only: there the frame needs a name of its own. */
function viewerFrameOf({ viewerOrigin, publicUrl, port }: Settings): ViewerFrameAt | null {
  if (viewerOrigin !== null) return { origin: viewerOrigin };
  return publicUrl === null ? { port: port === 0 || port > 65_533 ? 0 : port + 2 } : null;
}

/** Over plain HTTP browsers keep our session cookie only on the machine itself. */
function isPlainHttp({ host, publicUrl }: Settings): boolean {
  if (publicUrl !== null) return publicUrl.startsWith('http:') && !isLoopback(new URL(publicUrl).hostname);
  return !isLoopback(host);
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.');
