import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../load/ticket.ts';
import { freePort, type Started, start, untilReady } from './processes.ts';

/** What the server writes for scripts; docs/demo-json.md. */
export interface DemoFile {
  readonly url: string;
  readonly console: string;
  readonly bank: string;
  readonly database: string;
  readonly tenant: { readonly id: string; readonly domain: string; readonly brandId: number };
  readonly admin: { readonly email: string; readonly password: string };
  readonly onlineHelp: { readonly accessKeyId: string; readonly accessKeySecret: string };
  readonly phoneLink: {
    readonly domain: string;
    readonly apiToken: string;
    readonly voiceToken: string;
    readonly agentId: string;
  };
  readonly agents: readonly { readonly id: string; readonly email: string; readonly password: string }[];
}

export interface Product {
  readonly url: string;
  readonly pid: number;
  readonly demo: DemoFile;
  readonly program: Started;
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** The built program. */
  readonly main: string;
  /** Without it the server starts its own PostgreSQL in its data folder. */
  readonly databaseUrl?: string;
  /** Kept by the caller; without it one is made and removed with the server. */
  readonly dataDir?: string;
  /** Further words for Node. */
  readonly node?: readonly string[];
  /** Further words for `serve`. */
  readonly words?: readonly string[];
}

/**
 * The real server with its demo tenant, as `npm run up` starts it, on any free port. Its rate limits are off: they count by address, and
 * here thousands of customers share one.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'alongside-bench-data-'));
  const file = join(dataDir, 'demo.json');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const words = ['serve', '--demo', '--data', dataDir, '--port', String(port), ...(options.words ?? [])];
  if (options.databaseUrl !== undefined) words.push('--database-url', options.databaseUrl);
  const env = { ...process.env, NODE_ENV: 'production', ALONGSIDE_RATE_SCALE: '0' };
  const program = start(process.execPath, [...(options.node ?? []), options.main, ...words], { env });
  let demo: DemoFile | undefined;
  const removeData = () => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const ready = untilReady('The server', program, async () => {
    // An earlier start may have left one; this start's is whole when it names its address.
    if (!existsSync(file)) return false;
    demo = JSON.parse(readFileSync(file, 'utf8')) as DemoFile;
    if (demo.url !== url) return false;
    const { status } = await ask('GET', `${url}/v1/ready`, null).catch(() => ({ status: 0 }));
    return status === 200;
  });
  await ready.catch(async (error) => {
    await program.stop();
    removeData();
    throw error;
  });
  if (demo === undefined) throw new Error('unreachable');
  return {
    url,
    pid: program.pid,
    demo,
    program,
    async stop() {
      await program.stop('SIGTERM');
      removeData();
    },
  };
}
