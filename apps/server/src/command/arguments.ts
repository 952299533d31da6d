import { parseArgs } from 'node:util';
import type { TurnOptions } from '@alongside/media';
import type { TrunkToInspect } from '@alongside/telephony';
import { readApplyArguments } from '../apply/apply-arguments.ts';
import type { ApplyOptions } from '../apply/run-apply.ts';
import { type ClamdAddress, readClamdAddress } from '../engines/clamd.ts';
import { type AllowList, readAllowList } from '../engines/outgoing-target.ts';
import { type MediaSettings, readMediaSettings } from '../engines/media-settings.ts';
import { readSipSettings, type SipSettings } from '../engines/sip-settings.ts';
import { readTurnSettings, type TurnSettings } from '../engines/open-turn.ts';
import { type NewPassword, readNewPassword } from './new-password-arguments.ts';
import { StartRefused } from './start-refused.ts';
import { readTrunkDoctor } from './trunk-doctor-arguments.ts';
import { readTurnConfig } from './turn-config.ts';

export interface Settings {
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly databaseUrl: string | null;
  readonly demo: boolean;
  /** Of the demo: its bank's call system holds the queue. */
  readonly externalQueue: boolean;
  readonly publicUrl: string | null;
  readonly unsafe: boolean;
  readonly secretKey: string | undefined;
  readonly trustProxy: false | string[] | ((address: string, hop: number) => boolean);
  readonly allowPrivate: AllowList;
  /** null: files are not looked through for malware. */
  readonly clamd: ClamdAddress | null;
  /** What the files of one company may take, in GiB. */
  readonly tenantFiles: number;
  /** Where browsers fetch files of customers; null: from the server's own origin. */
  readonly filesOrigin: string | null;
  /** Where the frame of the co-browse viewer comes from; null: from a port of its own, where no public URL is given. */
  readonly viewerOrigin: string | null;
  /** Where other processes on the same database reach this one; null: where it listens. */
  readonly peerUrl: string | null;
  /** The folder for backups and what is archived; null: nothing is. */
  readonly archive: string | null;
  /** Of a backup: so many are kept; null: all. */
  readonly keep: number | null;
  /** Of a restore: the last moment to bring back; null: everything there is. */
  readonly until: Date | null;
  readonly media: MediaSettings;
  /** null: browsers reach the media engine by themselves, or not at all. */
  readonly turn: TurnSettings | null;
  /** null: this server has no telephones. */
  readonly sip: SipSettings | null;
  readonly rateScale: number;
  readonly logTo: 'stderr' | 'file';
  readonly logLevel: string;
}

export type Command =
  | { name: 'serve'; settings: Settings }
  | { name: 'migrate'; settings: Settings }
  | { name: 'backup'; settings: Settings }
  | { name: 'restore'; settings: Settings }
  | { name: 'audit verify'; settings: Settings }
  | { name: 'routing replay'; settings: Settings }
  | { name: 'doctor'; settings: Settings }
  | { name: 'password'; settings: Settings; person: NewPassword }
  | { name: 'doctor trunk'; trunk: TrunkToInspect }
  | { name: 'turn config'; options: TurnOptions }
  | { name: 'apply'; options: ApplyOptions }
  | { name: 'help' }
  | { name: 'version' };

const FLAGS = {
  data: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'database-url': { type: 'string' },
  'public-url': { type: 'string' },
  'trust-proxy': { type: 'string' },
  'allow-private-addresses': { type: 'string' },
  clamd: { type: 'string' },
  'tenant-files': { type: 'string' },
  'files-origin': { type: 'string' },
  'viewer-origin': { type: 'string' },
  'peer-url': { type: 'string' },
  archive: { type: 'string' },
  keep: { type: 'string' },
  until: { type: 'string' },
  tenant: { type: 'string' },
  'media-address': { type: 'string' },
  'media-ports': { type: 'string' },
  'turn-url': { type: 'string' },
  sip: { type: 'string' },
  'sip-address': { type: 'string' },
  'sip-certificate': { type: 'string' },
  'sip-key': { type: 'string' },
  log: { type: 'string' },
  demo: { type: 'boolean' },
  'external-queue': { type: 'boolean' },
  unsafe: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const NAMES = ['serve', 'migrate', 'backup', 'restore', 'audit verify', 'routing replay', 'doctor'] as const;
const LEVELS = ['debug', 'info', 'warn', 'error'];

/** What was typed, and where nothing was typed the environment. @throws StartRefused */
export function readCommand(argv: readonly string[], environment: NodeJS.ProcessEnv): Command {
  if (argv[0] === 'apply' && !argv.includes('--help') && !argv.includes('-h'))
    return { name: 'apply', options: readApplyArguments(argv.slice(1), environment) };
  if (argv[0] === 'doctor' && argv.includes('--trunk'))
    return { name: 'doctor trunk', trunk: readTrunkDoctor(argv.slice(1), environment) };
  if (argv[0] === 'turn' && argv[1] === 'config' && !argv.includes('--help') && !argv.includes('-h'))
    return { name: 'turn config', options: readTurnConfig(argv.slice(2), environment) };
  const { values, positionals } = parsed(argv);
  if (values.help || positionals[0] === 'help') return { name: 'help' };
  if (values.version) return { name: 'version' };
  const named =
    positionals[0] === 'password'
      ? { name: 'password' as const, person: readNewPassword(positionals.slice(1), values.tenant, environment) }
      : { name: nameOf(positionals) };
  const text = (
    flag:
      | 'data'
      | 'host'
      | 'port'
      | 'database-url'
      | 'public-url'
      | 'trust-proxy'
      | 'allow-private-addresses'
      | 'clamd'
      | 'tenant-files'
      | 'files-origin'
      | 'viewer-origin'
      | 'peer-url'
      | 'archive'
      | 'media-address'
      | 'media-ports'
      | 'turn-url'
      | 'sip'
      | 'sip-address'
      | 'sip-certificate'
      | 'sip-key'
      | 'log',
  ): string | undefined =>
    values[flag] ?? (environment[`ALONGSIDE_${flag.toUpperCase().replaceAll('-', '_')}`] || undefined);
  const on = (flag: 'demo' | 'external-queue' | 'unsafe'): boolean =>
    values[flag] ?? isOn(environment[`ALONGSIDE_${flag.toUpperCase().replaceAll('-', '_')}`]);
  const demo = on('demo');
  return {
    ...named,
    settings: {
      dataDir: text('data') ?? '.alongside',
      host: text('host') ?? '127.0.0.1',
      port: portOf(text('port') ?? '8080'),
      databaseUrl: text('database-url') ?? null,
      demo,
      externalQueue: on('external-queue'),
      publicUrl: originOf(text('public-url')),
      unsafe: on('unsafe'),
      secretKey: environment.ALONGSIDE_SECRET_KEY || undefined,
      trustProxy: proxiesOf(text('trust-proxy')),
      clamd: clamdOf(text('clamd')),
      tenantFiles: gibibytesOf(text('tenant-files') ?? '100'),
      filesOrigin: originOf(text('files-origin'), 'files origin', 'https://files.example.net'),
      viewerOrigin: viewerOf(text('viewer-origin'), text('public-url')),
      peerUrl: originOf(text('peer-url'), 'peer URL', 'http://10.0.0.7:8080'),
      archive: text('archive') ?? null,
      keep: values.keep === undefined ? null : backupsOf(values.keep),
      until: values.until === undefined ? null : momentOf(values.until),
      media: readMediaSettings({ address: text('media-address'), ports: text('media-ports') }),
      turn: readTurnSettings({ urls: text('turn-url'), secret: environment.ALONGSIDE_TURN_SECRET || undefined }),
      sip: readSipSettings({
        sip: text('sip'),
        address: text('sip-address'),
        certificate: text('sip-certificate'),
        key: text('sip-key'),
      }),
      allowPrivate: allowedOf(text('allow-private-addresses'), demo),
      rateScale: scaleOf(environment.ALONGSIDE_RATE_SCALE),
      logTo: oneOf('--log', text('log') ?? (demo ? 'file' : 'stderr'), ['stderr', 'file'] as const),
      logLevel: oneOf('ALONGSIDE_LOG_LEVEL', environment.ALONGSIDE_LOG_LEVEL || 'info', LEVELS),
    },
  };
}

function nameOf(words: readonly string[]): (typeof NAMES)[number] {
  const typed = words.join(' ') || 'serve';
  const name = NAMES.find((one) => one === typed);
  if (name === undefined) throw new StartRefused(`There is no command "${typed}"; try: alongside --help`);
  return name;
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new StartRefused(
      `${error instanceof Error ? error.message.split('. ')[0] : 'The arguments are not understood'}; try: alongside --help`,
    );
  }
}

const isOn = (text: string | undefined): boolean => text === '1' || text === 'true' || text === 'yes';

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new StartRefused(`"${text}" is no port; give a number from 0 to 65535.`);
  return port;
}

function originOf(text: string | undefined, what = 'public URL', example = 'https://help.example.com'): string | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/')
    throw new StartRefused(`"${text}" is no ${what}; give scheme and host, as ${example}`);
  return url.origin;
}

/** The frame says who may frame it, so the console's own address must be known. */
function viewerOf(text: string | undefined, publicUrl: string | undefined): string | null {
  const origin = originOf(text, 'viewer origin', 'https://viewer.example.net');
  if (origin === null) return null;
  const own = originOf(publicUrl);
  if (own === null || own === origin)
    throw new StartRefused('--viewer-origin needs --public-url beside it, and must be another name than that.');
  return origin;
}

function clamdOf(text: string | undefined): ClamdAddress | null {
  const address = text === undefined ? null : readClamdAddress(text);
  if (text !== undefined && address === null)
    throw new StartRefused(`"${text}" is no address of clamd; give host:port or the path of its socket.`);
  return address;
}

function gibibytesOf(text: string): number {
  const size = Number(text);
  if (!/^\d{1,7}$/.test(text) || size < 1)
    throw new StartRefused(`"${text}" is no size; give whole gibibytes for the files of each company, as 100`);
  return size;
}

function backupsOf(text: string): number {
  const count = Number(text);
  if (!/^\d{1,4}$/.test(text) || count < 1)
    throw new StartRefused(`"${text}" is no number of backups; --keep takes 1 or more.`);
  return count;
}

/** With its zone: what a clock on the wall showed may have been twice. */
function momentOf(text: string): Date {
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(moment.getTime()))
    throw new StartRefused(`"${text}" is no moment; give date, time and zone, as 2026-03-09T14:05:00Z`);
  return moment;
}

/** A number of hops, or addresses and networks with commas between them. */
function proxiesOf(text: string | undefined): Settings['trustProxy'] {
  if (text === undefined || text === '0') return false;
  if (/^\d$/.test(text)) return (_address, hop) => hop < Number(text);
  return text.split(',').map((part) => part.trim());
}

/** The demo's receivers are on this machine. */
function allowedOf(text: string | undefined, demo: boolean): AllowList {
  const list = text === undefined ? [] : readAllowList(text);
  if (list === null)
    throw new StartRefused(`"${text}" is no list of addresses; give host or host:port, with commas between them.`);
  return demo ? [...list, ...['127.0.0.1', 'localhost', '[::1]'].map((host) => ({ host, port: null }))] : list;
}

function scaleOf(text: string | undefined): number {
  const scale = text === undefined || text === '' ? 1 : Number(text);
  if (!Number.isFinite(scale) || scale < 0)
    throw new StartRefused(`ALONGSIDE_RATE_SCALE must be a number, 0 or more; it is "${text}".`);
  return scale;
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new StartRefused(`${name} must be one of ${allowed.join(', ')}; it is "${value}".`);
  return found;
}
