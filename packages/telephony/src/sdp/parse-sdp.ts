import { isIP } from 'node:net';

export type Codec = 'PCMU' | 'PCMA';
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface SdesKey {
  readonly tag: string;
  /** Base64 of 30 octets. */
  readonly key: string;
}

/** Of a description what a telephone call needs: its first line of audio. */
export interface RemoteSdp {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** As written on the line: `RTP/AVP`, `RTP/SAVP`, … */
  readonly profile: string;
  readonly codecs: readonly { readonly codec: Codec; readonly payloadType: number }[];
  readonly dtmfPayloadType: number | null;
  /** Only those that we can use: AES_CM_128_HMAC_SHA1_80 without MKI. */
  readonly keys: readonly SdesKey[];
  /** As the sender sees it. */
  readonly direction: Direction;
  /** All lines of media in order; an answer must have each. `isAudio`: the one above. */
  readonly lines: readonly { readonly media: string; readonly profile: string; readonly isAudio: boolean }[];
}

const LONGEST = 16_384;
const MOST_LINES = 16;
const mediaLine = /^([a-z]{1,20}) (\d{1,5})(?:\/\d+)? (\S{1,40})((?: \S{1,20}){1,64})$/;
const connectionLine = /^IN IP[46] (\S{1,64})$/;
const cryptoLine = /^(\d{1,9}) AES_CM_128_HMAC_SHA1_80 inline:([A-Za-z0-9+/]{40})(?:\|2\^\d{1,2}|\|\d{1,15})?(?: .*)?$/;
const staticTypes: Readonly<Record<number, Codec>> = { 0: 'PCMU', 8: 'PCMA' };

interface Section {
  readonly media: string;
  readonly port: number;
  readonly profile: string;
  readonly types: readonly number[];
  host: string | null;
  direction: Direction | null;
  readonly maps: Map<number, string>;
  readonly keys: SdesKey[];
}

/** null: no description, or none with audio over RTP to an IP address. */
export function parseSdp(text: string): RemoteSdp | null {
  if (text.length > LONGEST || !text.startsWith('v=0')) return null;
  const sections: Section[] = [];
  let host: string | null = null;
  let direction: Direction = 'sendrecv';
  for (const line of text.split(/\r?\n/)) {
    const current = sections.at(-1);
    const value = line.slice(2);
    if (line.startsWith('m=')) {
      const section = sectionOf(value);
      if (section === null || sections.length >= MOST_LINES) return null;
      sections.push(section);
    } else if (line.startsWith('c=')) {
      const address = connectionLine.exec(value)?.[1]?.split('/')[0] ?? '';
      if (current) current.host = address;
      else host = address;
    } else if (line.startsWith('a=')) {
      const told = directionOf(value);
      if (current) readAttribute(current, value, told);
      else if (told) direction = told;
    }
  }
  return assemble(sections, host, direction);
}

function sectionOf(value: string): Section | null {
  const found = mediaLine.exec(value);
  if (!found) return null;
  const [, media = '', port = '', profile = '', types = ''] = found;
  if (Number(port) > 65_535) return null;
  const numbers = types.trim().split(' ').map(Number);
  return { media, port: Number(port), profile, types: numbers, host: null, direction: null, maps: new Map(), keys: [] };
}

function readAttribute(section: Section, value: string, direction: Direction | null): void {
  if (direction) section.direction = direction;
  const map = /^rtpmap:(\d{1,3}) (\S{1,64})$/.exec(value.trimEnd());
  if (map) section.maps.set(Number(map[1]), (map[2] ?? '').toLowerCase());
  const crypto = value.startsWith('crypto:') ? cryptoLine.exec(value.slice(7).trimEnd()) : null;
  if (crypto) section.keys.push({ tag: crypto[1] ?? '1', key: crypto[2] ?? '' });
}

function directionOf(value: string): Direction | null {
  const word = value.trim();
  return word === 'sendrecv' || word === 'sendonly' || word === 'recvonly' || word === 'inactive' ? word : null;
}

function assemble(sections: readonly Section[], sessionHost: string | null, direction: Direction): RemoteSdp | null {
  const audio = sections.find(
    ({ media, port, profile }) => media === 'audio' && port > 0 && /^RTP\/S?AVPF?$/.test(profile),
  );
  const host = audio?.host ?? sessionHost ?? '';
  if (!audio || isIP(host) === 0) return null;
  const codecs: { codec: Codec; payloadType: number }[] = [];
  let dtmfPayloadType: number | null = null;
  for (const payloadType of audio.types) {
    const name = audio.maps.get(payloadType);
    if (name?.startsWith('telephone-event/8000')) dtmfPayloadType ??= payloadType;
    const codec = staticTypes[payloadType];
    if (codec) codecs.push({ codec, payloadType });
  }
  return {
    host,
    port: audio.port,
    isSecure: audio.profile.startsWith('RTP/SAVP'),
    profile: audio.profile,
    codecs,
    dtmfPayloadType,
    keys: audio.keys,
    direction: audio.direction ?? direction,
    lines: sections.map((section) => ({ media: section.media, profile: section.profile, isAudio: section === audio })),
  };
}
