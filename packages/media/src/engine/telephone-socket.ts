import type { Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isRtcp, ProtectionProfileAes128CmHmacSha1_80, type RtpHeader, RtpPacket, SrtpSession } from 'werift';

export interface TelephoneSocket {
  /** Where to send, and whom to hear: nobody else is. */
  connect(remote: { readonly host: string; readonly port: number; readonly srtpKey: string | null }): Promise<void>;
  send(header: RtpHeader, payload: Buffer): void;
  /** A report, to the port above; none where sound is encrypted (reports would have to be too) or where no port is above. */
  report(octets: Buffer): void;
  close(): void;
}

const keyOctets = 16;
const highestPort = 65_535;
/** The port of a peer behind address translation may change; a stranger who knows its address must not take the call over meanwhile. */
const relatchMilliseconds = 1_000;

/**
 * RTP over a bound socket. It answers to the port that the peer really sends from (symmetric RTP), but only at the host that its description
 * named: a packet from elsewhere is dropped unread.
 */
export function createTelephoneSocket(options: {
  readonly socket: Socket;
  readonly control: Socket;
  /** 30 octets, base64: protects what we send, where the peer has a key too. */
  readonly srtpKey: string;
  readonly now: () => number;
  readonly onPacket: (packet: RtpPacket) => void;
  readonly onReport: (message: Buffer) => void;
}): TelephoneSocket {
  const { socket, control } = options;
  let remote: { address: string; port: number } | null = null;
  let latchedAt: number | null = null;
  let srtp: SrtpSession | null = null;

  socket.on('message', (message, from) => {
    if (remote === null || from.address !== remote.address || message.length < 12) return;
    // Nothing can be sent there: an answer to it would throw, on the clock that all telephones share.
    if (from.port === 0) return;
    if (((message[0] ?? 0) & 0xc0) !== 0x80) return;
    const now = options.now();
    if (from.port !== remote.port && latchedAt !== null && now - latchedAt < relatchMilliseconds) return;
    if (isRtcp(message)) return srtp === null ? options.onReport(message) : undefined;
    let packet: RtpPacket;
    try {
      packet = RtpPacket.deSerialize(srtp === null ? message : srtp.decrypt(message));
    } catch {
      // Not RTP, or not under the agreed key.
      return;
    }
    remote.port = from.port;
    latchedAt = now;
    packet.header.extensions = [];
    options.onPacket(packet);
  });

  control.on('message', (message, from) => {
    if (from.address === remote?.address && srtp === null && message.length >= 8 && isRtcp(message))
      options.onReport(message);
  });

  return {
    async connect({ host, port, srtpKey }) {
      const { address } = await lookup(host, { family: 4 });
      remote = { address, port };
      latchedAt = null;
      srtp = srtpKey === null ? null : srtpSession(options.srtpKey, srtpKey);
    },
    send(header, payload) {
      if (remote === null) return;
      const octets = srtp === null ? new RtpPacket(header, payload).serialize() : srtp.encrypt(payload, header);
      socket.send(octets, remote.port, remote.address);
    },
    report(octets) {
      if (remote !== null && remote.port < highestPort && srtp === null)
        control.send(octets, remote.port + 1, remote.address);
    },
    close() {
      remote = null;
      socket.close();
      control.close();
    },
  };
}

/** AES_CM_128_HMAC_SHA1_80 with keys from the descriptions (RFC 4568). */
function srtpSession(ours: string, theirs: string): SrtpSession {
  const halves = (key: string) => {
    const octets = Buffer.from(key, 'base64');
    if (octets.length !== 30) throw new Error('an SDES key has 30 octets');
    return [octets.subarray(0, keyOctets), octets.subarray(keyOctets)] as const;
  };
  const [[localMasterKey, localMasterSalt], [remoteMasterKey, remoteMasterSalt]] = [halves(ours), halves(theirs)];
  return new SrtpSession({
    keys: { localMasterKey, localMasterSalt, remoteMasterKey, remoteMasterSalt },
    profile: ProtectionProfileAes128CmHmacSha1_80,
  });
}
