import { isIPv6 } from 'node:net';
import type { LocalRtp } from '@alongside/domain';
import type { Codec, Direction, RemoteSdp } from './parse-sdp.ts';

/** RFC 4733; 101 is what nearly everybody takes. */
export const DTMF_PAYLOAD_TYPE = 101;
const numbers: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };

export interface LocalSdp {
  readonly local: LocalRtp;
  readonly codecs: readonly Codec[];
  readonly direction: Direction;
  /** null: plain RTP. */
  readonly cryptoTag: string | null;
  /** The same for the whole call; the version counts what is sent. */
  readonly sessionId: number;
  readonly version: number;
  readonly dtmfPayloadType: number | null;
  /** What we answer to: its other lines are refused in place, its profile is repeated. */
  readonly answering: RemoteSdp | null;
}

export function writeSdp(sdp: LocalSdp): string {
  const { local, answering } = sdp;
  const family = isIPv6(local.host) ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- ${sdp.sessionId} ${sdp.version} IN ${family} ${local.host}`,
    's=-',
    `c=IN ${family} ${local.host}`,
    't=0 0',
  ];
  if (answering === null) lines.push(...audioLines(sdp, sdp.cryptoTag === null ? 'RTP/AVP' : 'RTP/SAVP'));
  else
    for (const line of answering.lines) {
      if (line.isAudio) lines.push(...audioLines(sdp, line.profile));
      else lines.push(`m=${line.media} 0 ${line.profile} 0`);
    }
  return `${lines.join('\r\n')}\r\n`;
}

function audioLines({ local, codecs, direction, cryptoTag, dtmfPayloadType }: LocalSdp, profile: string): string[] {
  const types = [...codecs.map((codec) => numbers[codec]), ...(dtmfPayloadType === null ? [] : [dtmfPayloadType])];
  return [
    `m=audio ${local.port} ${profile} ${types.join(' ')}`,
    ...codecs.map((codec) => `a=rtpmap:${numbers[codec]} ${codec}/8000`),
    ...(dtmfPayloadType === null
      ? []
      : [`a=rtpmap:${dtmfPayloadType} telephone-event/8000`, `a=fmtp:${dtmfPayloadType} 0-15`]),
    ...(cryptoTag === null ? [] : [`a=crypto:${cryptoTag} AES_CM_128_HMAC_SHA1_80 inline:${local.srtpKey}`]),
    'a=ptime:20',
    `a=${direction}`,
  ];
}
