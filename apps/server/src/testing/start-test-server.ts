import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger, Platform } from '@alongside/domain';
import { migrate } from '@alongside/store';
import { createTestDatabase } from '@alongside/testkit';
import { createServer, type Server, type ServerOptions } from '../create-server.ts';
import type { DemoFile } from '../demo/demo-file.ts';
import { withDemoProvider } from '../demo/demo-provider.ts';
import { demoDigitalChat } from '../demo/digital-chat.ts';
import { demoPhoneLink } from '../demo/phone-link.ts';
import { seedDemo } from '../demo/seed-demo.ts';
import { silentLog } from '../engines/log.ts';
import { openPlatform } from '../engines/open-platform.ts';
import { createPasswordHasher } from '../engines/passwords.ts';

/** Right in every way but the cost: a test signs in often. */
const CHEAP = { memoryCost: 1_024, timeCost: 1, parallelism: 1, outputLen: 32 };
const SECRET = 'Xq7-only-for-tests-v2Lw9Rk4Tz8Np3Jd6';
const MIGRATED = { key: 'server', prepare: async (url: string) => void (await migrate(url)) };

export interface TestServerOptions
  extends Partial<
    Pick<
      ServerOptions,
      | 'publicUrl'
      | 'filesOrigin'
      | 'viewerFrame'
      | 'trustProxy'
      | 'rateScale'
      | 'mostPendingSends'
      | 'timing'
      | 'media'
      | 'telephony'
      | 'registrar'
    >
  > {
  readonly log?: Logger;
  /** Pages that may embed the demo tenant's widget, as `http://127.0.0.1:1234`. */
  readonly origins?: readonly string[];
  /** An existing database instead of a fresh one: it is neither made nor dropped. */
  readonly databaseUrl?: string;
  /** A further process of this installation: its database and its folder, which it does not remove. */
  readonly beside?: TestServer;
}

export interface TestServer {
  readonly url: string;
  /** As `<data>/demo.json` has it, but for the bank: no bank runs. */
  readonly demo: DemoFile;
  /** Behind the front doors, for what cannot be done through them. Another one after each restart. */
  readonly platform: Platform;
  readonly dataDir: string;
  /** Adds to the demo tenant's list; counts within two seconds. */
  allowOrigin(origin: string): Promise<void>;
  /** Stops and starts again on the same port, database and folder. `between` runs while it is stopped. */
  restart(between?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A whole server in this process, on a free port, with the demo tenant on a database of its own. Rate limits are off unless asked for. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { beside } = options;
  const existing = options.databaseUrl ?? beside?.demo.database;
  const database = existing === undefined ? await createTestDatabase({ template: MIGRATED }) : null;
  const databaseUrl = existing ?? database!.url;
  const dataDir = beside?.dataDir ?? (await mkdtemp(join(tmpdir(), 'alongside-test-server-')));
  let running = await open(options, databaseUrl, dataDir, 0);
  const { port } = running;
  const url = `http://127.0.0.1:${port}`;
  const seeded = beside?.demo ?? (await seedDemo(running.platform, dataDir));
  const phoneLink = beside?.demo.phoneLink ?? (await demoPhoneLink(running.platform, seeded, url, undefined));
  const allow = (origins: readonly string[]) =>
    running.platform.store.transaction(seeded.tenant.id, async (tx) => {
      const settings = await tx.directory.settings();
      await tx.directory.updateSettings({ origins: [...new Set([...settings.origins, ...origins])] });
    });
  if (options.origins) await allow(options.origins);

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      await running.close();
      await database?.drop();
      if (beside === undefined) await rm(dataDir, { recursive: true, force: true });
    })();
    return stopped;
  };
  return {
    url,
    demo: {
      ...seeded,
      url,
      console: `${url}/console/`,
      api: `${url}/openapi.json`,
      database: databaseUrl,
      digitalChat: demoDigitalChat(url, seeded.tenant.brandId),
      phoneLink,
      shortCodes: { base: `${url}/assistserver` },
    },
    get platform() {
      return running.platform;
    },
    dataDir,
    allowOrigin: (origin) => allow([origin]),
    async restart(between) {
      await running.close();
      await between?.();
      running = await open(options, databaseUrl, dataDir, port);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function open(options: TestServerOptions, databaseUrl: string, dataDir: string, port: number) {
  const { publicUrl = null, trustProxy = false, rateScale = 0, mostPendingSends, timing } = options;
  const passwords = createPasswordHasher(CHEAP);
  const log = options.log ?? silentLog;
  const { platform, close } = await openPlatform({
    databaseUrl,
    dataDir,
    secretKey: SECRET,
    log,
    unsafe: false,
    // Receivers of tests are on this machine.
    allowPrivate: [{ host: '127.0.0.1', port: null }],
    passwords,
    identityProvider: withDemoProvider,
  });
  const server: Server = await createServer({
    platform,
    version: 'test',
    publicUrl,
    ...(options.filesOrigin ? { filesOrigin: options.filesOrigin } : {}),
    trustProxy,
    rateScale,
    ...(mostPendingSends ? { mostPendingSends } : {}),
    ...(timing ? { timing } : {}),
    ...(options.viewerFrame ? { viewerFrame: options.viewerFrame } : {}),
    media: options.media ?? null,
    telephony: options.telephony ?? null,
    registrar: options.registrar ?? null,
    soundsFolder: join(dataDir, 'sounds'),
  });
  return {
    platform,
    port: await server.listen('127.0.0.1', port),
    async close() {
      await server.stop();
      await close();
    },
  };
}
