import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import type { RtpParameters } from '@alongside/domain';
import {
  isRtcp,
  ProtectionProfileAes128CmHmacSha1_80,
  RtcpPacketConverter,
  RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSrPacket,
  RtpHeader,
  RtpPacket,
  SrtpSession,
} from 'werift';
import { decodeG711, encodeG711, type Law } from '../audio/g711.ts';
import { toneFrames } from '../audio/tones.ts';
import { tonesIn } from './frequency.ts';

export interface TelephonePeer {
  /** As its SDP would say. */
  readonly parameters: RtpParameters;
  /** Where the engine listens. */
  call(engine: { readonly host: string; readonly port: number; readonly srtpKey: string }): void;
  /** Sends this tone from now on; null: nothing at all. */
  tone(hertz: number | null): void;
  press(digit: string): void;
  readonly keys: string[];
  /** Packets that came, and how many of those that should have did not. */
  received(): { readonly packets: number; readonly lost: number };
  /** Of the last half second, out of those that tests use. */
  tones(): number[];
  /** When the next packet with sound in it comes, in epoch milliseconds. */
  nextSound(): Promise<number>;
  /** Resolves when exactly these tones are heard. */
  hears(tones: readonly number[]): Promise<void>;
  /** Sends all sound back as it comes. */
  echo(): void;
  /** Answers each report of the engine's, having lost this share (0–1) of what it was sent. */
  reportsLoss(share: number): void;
  close(): void;
}

export const testTones = [440, 700, 1_000, 1_300, 1_900, 2_500];
const keys = '0123456789*#ABCD';

/** A telephone of 80 lines: RTP over UDP on loopback, no SIP. */
export async function openTelephonePeer(
  options: { readonly codec?: Law; readonly dtmf?: boolean; readonly srtp?: boolean; readonly host?: string } = {},
): Promise<TelephonePeer> {
  const { codec = 'PCMU', dtmf = true, srtp = false, host = '127.0.0.1' } = options;
  const payloadType = codec === 'PCMU' ? 0 : 8;
  const ownKey = Buffer.from(Array.from({ length: 30 }, (_, index) => (index * 37 + 11) & 0xff));
  const { socket, control, port } = await bindPair(host);
  let lossShare: number | null = null;
  control.on('message', (message) => {
    if (lossShare === null || remote === null || !isRtcp(message)) return;
    for (const packet of RtcpPacketConverter.deSerialize(message)) {
      if (!(packet instanceof RtcpSrPacket)) continue;
      const lsr = Number((packet.senderInfo.ntpTimestamp >> 16n) & 0xffff_ffffn);
      const report = new RtcpReceiverInfo({
        ssrc: packet.ssrc,
        fractionLost: Math.round(lossShare * 256),
        packetsLost: 0,
        highestSequence: 0,
        jitter: 0,
        lsr,
        dlsr: 1,
      });
      control.send(new RtcpRrPacket({ ssrc: 1, reports: [report] }).serialize(), remote.port + 1, remote.host);
    }
  });
  const heard: number[] = [];
  const pressed: string[] = [];
  let remote: { host: string; port: number } | null = null;
  let session: SrtpSession | null = null;
  let frames: (() => Int16Array) | null = null;
  let echoing = false;
  let onSound: ((at: number) => void) | null = null;
  let [sequenceNumber, timestamp, packets, first, highest] = [Math.floor(Math.random() * 60_000), 0, 0, -1, 0];
  let lastPress = -1;

  const send = (type: number, payload: Buffer, at: number) => {
    if (remote === null) return;
    sequenceNumber = (sequenceNumber + 1) & 0xffff;
    const header = new RtpHeader({ payloadType: type, sequenceNumber, timestamp: at >>> 0, ssrc: 0x1234_0000 + port });
    const octets = session === null ? new RtpPacket(header, payload).serialize() : session.encrypt(payload, header);
    socket.send(octets, remote.port, remote.host);
  };
  socket.on('message', (message) => {
    let packet: RtpPacket;
    try {
      packet = RtpPacket.deSerialize(session === null ? message : session.decrypt(message));
    } catch {
      return;
    }
    const { header, payload } = packet;
    packets += 1;
    if (first < 0) {
      first = header.sequenceNumber;
      highest = first;
    } else {
      const ahead = (header.sequenceNumber - (highest & 0xffff)) & 0xffff;
      if (ahead < 0x8000) highest += ahead;
    }
    if (header.payloadType === 101) {
      if (header.timestamp !== lastPress) pressed.push(keys[payload[0] ?? 0] ?? '?');
      lastPress = header.timestamp;
      return;
    }
    const samples = decodeG711(payload, header.payloadType === 8 ? 'PCMA' : 'PCMU');
    if (onSound !== null && samples.some((sample) => Math.abs(sample) > 1_000)) {
      onSound(performance.timeOrigin + performance.now());
      onSound = null;
    }
    heard.push(...samples);
    if (heard.length > 8_000) heard.splice(0, heard.length - 8_000);
    if (echoing) send(payloadType, payload, header.timestamp);
  });
  let due = performance.now();
  const turn = () => {
    for (; due <= performance.now(); due += 20) {
      timestamp += 160;
      if (frames !== null) send(payloadType, encodeG711(frames(), codec), timestamp);
    }
    timer = setTimeout(turn, Math.max(1, due - performance.now()));
  };
  let timer = setTimeout(turn, 20);
  const tones = () => tonesIn(Int16Array.from(heard.slice(-4_000)), testTones, 8_000);

  return {
    parameters: {
      host,
      port,
      codec,
      dtmfPayloadType: dtmf ? 101 : null,
      srtpKey: srtp ? ownKey.toString('base64') : null,
    },
    call(engine) {
      remote = engine;
      const theirs = Buffer.from(engine.srtpKey, 'base64');
      if (srtp)
        session = new SrtpSession({
          keys: {
            localMasterKey: ownKey.subarray(0, 16),
            localMasterSalt: ownKey.subarray(16),
            remoteMasterKey: theirs.subarray(0, 16),
            remoteMasterSalt: theirs.subarray(16),
          },
          profile: ProtectionProfileAes128CmHmacSha1_80,
        });
    },
    tone(hertz) {
      frames = hertz === null ? null : toneFrames([hertz]);
    },
    press(digit) {
      const at = timestamp + 160;
      for (let step = 1; step <= 5; step += 1)
        send(101, Buffer.of(keys.indexOf(digit), step === 5 ? 0x8a : 10, 0, (step * 160) & 0xff), at);
    },
    keys: pressed,
    received: () => ({ packets, lost: Math.max(0, highest - first + 1 - packets) }),
    tones,
    nextSound: () =>
      new Promise((resolve) => {
        onSound = resolve;
      }),
    hears(wanted) {
      const expected = JSON.stringify([...wanted].sort((one, other) => one - other));
      return new Promise((resolve, reject) => {
        const begun = performance.now();
        const look = setInterval(() => {
          const found = JSON.stringify(tones());
          if (found === expected) resolve();
          else if (performance.now() - begun > 10_000)
            reject(new Error(`the telephone should hear ${expected} and hears ${found}`));
          else return;
          clearInterval(look);
        }, 20);
      });
    },
    echo() {
      echoing = true;
    },
    reportsLoss(share) {
      lossShare = share;
    },
    close() {
      clearTimeout(timer);
      socket.close();
      control.close();
    },
  };
}

/** Two sockets on ports that follow each other. */
async function bindPair(host: string) {
  const bind = (port: number) =>
    new Promise<ReturnType<typeof createSocket> | null>((resolve) => {
      const socket = createSocket('udp4');
      socket.once('error', () => {
        socket.close();
        resolve(null);
      });
      socket.bind(port, host, () => resolve(socket));
    });
  for (;;) {
    const socket = await bind(0);
    if (socket === null) throw new Error(`no port is free on ${host}`);
    const { port } = socket.address() as AddressInfo;
    const control = port < 65_535 ? await bind(port + 1) : null;
    if (control !== null) return { socket, control, port };
    socket.close();
  }
}
