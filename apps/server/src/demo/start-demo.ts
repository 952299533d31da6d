import type { Platform } from '@alongside/domain';
import type { Closers } from '../command/closers.ts';
import { hostInUrl } from '../command/host-in-url.ts';
import { applyDemoFile, readDemoTenantFile } from './apply-demo-file.ts';
import { type Bank, bankIsBuilt, startBank } from './bank.ts';
import { chooseQueue } from './choose-queue.ts';
import { demoDigitalChat } from './digital-chat.ts';
import { demoPhoneLink } from './phone-link.ts';
import { type DemoFile, readDemoFile, writeDemoFile } from './demo-file.ts';
import { type SeededDemo, seedDemo } from './seed-demo.ts';

export interface DemoOptions {
  readonly platform: Platform;
  readonly dataDir: string;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The port was asked for, so the bank's is the next one; else any. */
  readonly fixedPort: boolean;
  readonly databaseUrl: string;
  /** The bank's own call system holds the queue. */
  readonly externalQueue: boolean;
  readonly closers: Closers;
}

export interface RunningDemo {
  readonly bank: string | null;
  readonly agents: DemoFile['agents'];
  /** What the person at the terminal should know besides. */
  readonly notes: readonly string[];
}

/** The demo tenant, its people, its bank, and the file that tells of all of them. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const { platform, dataDir, url, databaseUrl } = options;
  const earlier = readDemoFile(dataDir);
  const seeded = await seedDemo(platform, dataDir);
  const phoneLink = await demoPhoneLink(platform, seeded, url, earlier.phoneLink);
  const [{ bank, notes }, tenantFile] = await Promise.all([
    bankIsBuilt()
      ? openBank(options, seeded, phoneLink.voiceToken)
      : { bank: null, notes: ['', '  The demo bank is not built: run npm run build.'] },
    configure(options, seeded, earlier),
  ]);
  if (bank) await allowOrigins(platform, seeded.tenant.id, bank.url);
  if (bank) await chooseQueue(platform, seeded, bank, options.externalQueue);
  writeDemoFile(dataDir, {
    url,
    console: `${url}/console/`,
    ...(bank ? { bank: bank.url } : {}),
    api: `${url}/openapi.json`,
    database: databaseUrl,
    ...seeded,
    digitalChat: demoDigitalChat(url, seeded.tenant.brandId),
    phoneLink,
    shortCodes: { base: `${url.replace(/\/$/, '')}/assistserver` },
    ...(tenantFile ? { tenantFile } : {}),
  });
  return { bank: bank?.url ?? null, agents: seeded.agents, notes };
}

/** Once for each version of the file, so what people try out in the console outlives a restart. Answers the digest of what counts now. */
async function configure(
  { platform, host, port }: DemoOptions,
  seeded: SeededDemo,
  earlier: Partial<DemoFile>,
): Promise<string | undefined> {
  const file = readDemoTenantFile();
  if (earlier.tenantFile === file.digest && earlier.tenant?.id === seeded.tenant.id) return file.digest;
  const steps = await applyDemoFile(file, seeded, { url: `http://${hostInUrl(host)}:${port}`, log: platform.log });
  return steps === null ? earlier.tenantFile : file.digest;
}

async function openBank(
  options: DemoOptions,
  { tenant, onlineHelp }: SeededDemo,
  voiceToken: string,
): Promise<{ bank: Bank; notes: string[] }> {
  const { platform, url, host, port, closers } = options;
  const wanted = options.fixedPort && port < 65_535 ? port + 1 : 0;
  const start = (bankPort: number) =>
    startBank({
      alongsideUrl: url,
      ...onlineHelp,
      tenant: tenant.domain,
      voiceToken,
      host,
      port: bankPort,
      log: platform.log,
    });
  try {
    const bank = await start(wanted);
    closers.add('demo bank', bank.stop);
    return { bank, notes: [] };
  } catch (error) {
    if (wanted === 0) throw error;
    const bank = await start(0);
    closers.add('demo bank', bank.stop);
    return { bank, notes: ['', `  Port ${wanted} is in use, so the bank took another one.`] };
  }
}

/** The bank's pages may embed the widget, under both names of this machine. */
async function allowOrigins(platform: Platform, tenantId: string, bankUrl: string): Promise<void> {
  const { port, origin } = new URL(bankUrl);
  const wanted = [origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`];
  await platform.store.transaction(tenantId, async (tx) => {
    const { origins } = await tx.directory.settings();
    const missing = [...new Set(wanted)].filter((one) => !origins.includes(one));
    if (missing.length > 0) await tx.directory.updateSettings({ origins: [...origins, ...missing].slice(-100) });
  });
}
