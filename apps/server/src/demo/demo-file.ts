import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `<data>/demo.json`, mode 600: all that a script needs to drive the demo. Described in docs/demo-json.md. */
export interface DemoFile {
  readonly url: string;
  readonly console: string;
  readonly bank?: string;
  readonly api: string;
  readonly database: string;
  readonly tenant: { readonly id: string; readonly domain: string; readonly brandId: number };
  readonly admin: { readonly email: string; readonly password: string };
  readonly agents: readonly DemoFileAgent[];
  readonly onlineHelp: { readonly accessKeyId: string; readonly accessKeySecret: string };
  readonly digitalChat: DemoDigitalChat;
  readonly phoneLink: DemoPhoneLink;
  /** Where short codes are made. */
  readonly shortCodes: { readonly base: string };
  /** Digest of the tenant file that was applied last. */
  readonly tenantFile?: string;
}

/** Where published chat clients go, and the ids of the channels in tenant.yaml. */
export interface DemoDigitalChat {
  readonly brandId: number;
  readonly chat: string;
  readonly gateway: string;
  readonly authorize: string;
  readonly analytics: string;
  readonly channels: Readonly<Record<'multi' | 'single' | 'live' | 'secured' | 'oauth' | 'legacyoauth', string>>;
}

/** What signs an agent in to the phone by a link, and reads calls. */
export interface DemoPhoneLink {
  readonly domain: string;
  /** Below it: `/agents`, `/calls`. */
  readonly rest: string;
  readonly login: string;
  readonly linkHost: string;
  readonly phone: string;
  readonly apiToken: string;
  readonly voiceToken: string;
  /** The first agent's number. */
  readonly agentId: string;
  readonly agents: readonly string[];
}

export interface DemoFileAgent {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly ipphone: string;
}

export const demoFilePath = (dataDir: string): string => join(dataDir, 'demo.json');

/** What an earlier start left; of a first start that was cut off, only a part. */
export function readDemoFile(dataDir: string): Partial<DemoFile> {
  const path = demoFilePath(dataDir);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<DemoFile>) : {};
}

/** Whole or not at all. */
export function writeDemoFile(dataDir: string, content: Partial<DemoFile>): void {
  const path = demoFilePath(dataDir);
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}
