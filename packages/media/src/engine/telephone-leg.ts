import { randomBytes } from 'node:crypto';
import type { LegRole, MediaKind, RtpParameters, Sound } from '@alongside/domain';
import { decodeG711, encodeG711, frameSamples, type Law, silentFrame, translateG711 } from '../audio/g711.ts';
import { mixFrames } from '../audio/mix.ts';
import { createMixInput, type MixInput } from '../audio/mix-input.ts';
import { estimateMos } from '../quality/mos.ts';
import type { MediaSettings } from '../settings.ts';
import { createKeyPresses, createKeyReader } from './key-presses.ts';
import type { Leg, LegEvent } from './leg.ts';
import type { PortPool } from './port-pool.ts';
import { openSound, type Player } from './sounds.ts';
import { createSource, type Source, type TakePacket } from './source.ts';
import { createTelephoneReports } from './telephone-reports.ts';
import { createTelephoneSender } from './telephone-sender.ts';
import { createTelephoneSocket } from './telephone-socket.ts';
import type { Ticker } from './ticker.ts';

export interface TelephoneLeg extends Leg {
  readonly port: number;
  readonly srtpKey: string;
  connect(remote: RtpParameters): Promise<void>;
  play(sound: Sound): Promise<void>;
  stopPlaying(): void;
  sendDtmf(digits: string): void;
}

interface TelephoneLegOptions {
  readonly settings: MediaSettings;
  readonly ports: PortPool;
  readonly ticker: Ticker;
  readonly legId: string;
  readonly role: LegRole;
  readonly now: () => number;
  readonly onPacket: TakePacket;
  readonly onSources: () => void;
  readonly tell: (event: LegEvent<'dtmf'> | LegEvent<'played'>) => void;
}

/**
 * Without sound for so long, silence is sent: carriers end calls on which nothing comes. Longer than any burst of late packets: silence put before
 * them would delay all that follows.
 */
const silenceAfterMilliseconds = 250;
const lawOf: Record<number, Law> = { 0: 'PCMU', 8: 'PCMA' };

/**
 * A telephone. One source is passed through as it comes, without delay; from two on they are decoded, summed and encoded on a clock of the
 * engine's own. Resolves with null when no port is free.
 */
export async function openTelephoneLeg(options: TelephoneLegOptions): Promise<TelephoneLeg | null> {
  const { legId, role, now } = options;
  const opened = await options.ports.open();
  if (opened === null) return null;
  const srtpKey = randomBytes(30).toString('base64');
  const sources = new Map<MediaKind, Source>();
  const inputs = new Map<Source, MixInput>();
  let remote: RtpParameters | null = null;
  let heardAt: number | null = null;
  let sentAt = Number.NEGATIVE_INFINITY;
  let player: Player | null = null;
  let pressing = false;
  let silent = false;
  let heard: { readonly ssrc: number; readonly sequenceNumber: number } | null = null;
  let packetsLost = 0;

  const onAlive = () => {
    heardAt = now();
  };
  const reports = createTelephoneReports(now);
  const readKey = createKeyReader((digit) => options.tell({ type: 'dtmf', legId, digit }));
  const socket = createTelephoneSocket({
    socket: opened.socket,
    control: opened.control,
    srtpKey,
    now,
    onReport(message) {
      onAlive();
      reports.read(message, sender.totals().ssrc);
    },
    onPacket(packet) {
      onAlive();
      const { header } = packet;
      if (header.payloadType === remote?.dtmfPayloadType) return readKey(header, packet.payload);
      const source = sources.get('audio');
      const law = lawOf[header.payloadType];
      if (source === undefined || law === undefined || packet.payload.length === 0) return;
      if (law !== source.coding) packet.payload = translateG711(packet.payload, law, source.coding as Law);
      heard = header;
      source.statistics.add(header, now());
      options.onPacket(source, packet);
    },
  });
  const sender = createTelephoneSender((header, payload) => {
    sentAt = now();
    silent = false;
    socket.send(header, payload);
  });
  const keys = createKeyPresses(sender);

  const stopTicking = options.ticker.onFrame(() => {
    if (remote === null) return;
    const law = remote.codec;
    pressing = keys.tick(law, remote.dtmfPayloadType);
    if (pressing) return;
    if (player !== null) {
      const frame = player();
      if (frame !== null) return sender.frame(encodeG711(frame, law), law);
      player = null;
      options.tell({ type: 'played', legId });
    }
    if (inputs.size > 1) {
      const frames = [...inputs.values()].map((input) => input.pull()).filter((frame) => frame !== null);
      if (frames.length > 0) return sender.frame(encodeG711(mixFrames(frames, frameSamples), law), law);
    }
    if (!silent && now() - sentAt < silenceAfterMilliseconds) return;
    sender.frame(silentFrame(law), law);
    silent = true;
  });

  return {
    legId,
    role,
    sources,
    port: opened.port,
    srtpKey,
    async connect(parameters) {
      await socket.connect(parameters);
      const changed = remote?.codec !== parameters.codec;
      remote = parameters;
      if (!changed) return;
      sources.set('audio', createSource({ legId, kind: 'audio', coding: parameters.codec, now }));
      options.onSources();
    },
    async play(sound) {
      player = await openSound(sound, options.settings.soundsFolder);
    },
    stopPlaying() {
      player = null;
    },
    sendDtmf: (digits) => keys.add(digits),
    route(_sources, routed) {
      for (const source of inputs.keys()) if (!routed.has(source)) inputs.delete(source);
      for (const source of routed)
        if (source.kind === 'audio' && !inputs.has(source)) inputs.set(source, createMixInput());
    },
    write(source, packet) {
      const input = inputs.get(source);
      if (input === undefined || remote === null || player !== null || pressing) return;
      if (inputs.size > 1) return input.push(decodeG711(packet.payload, source.coding as Law));
      sender.pass(packet, translateG711(packet.payload, source.coding as Law, remote.codec), remote.codec);
    },
    quality() {
      const found = sources.get('audio')?.statistics.interval();
      const upward = found === undefined || found.expected === 0 ? 0 : found.lost / found.expected;
      packetsLost += found?.lost ?? 0;
      const received =
        heard === null ? null : { ssrc: heard.ssrc, highestSequence: heard.sequenceNumber, loss: upward, packetsLost };
      socket.report(reports.write({ sent: sender.totals(), received }));
      const loss = Math.max(upward, reports.remoteLoss() ?? 0);
      const jitterMilliseconds = Math.round((found?.jitterMilliseconds ?? 0) * 10) / 10;
      const roundTripMilliseconds = reports.roundTrip();
      const mos = found === undefined ? null : estimateMos({ loss, jitterMilliseconds, roundTripMilliseconds });
      return { legId, loss, jitterMilliseconds, roundTripMilliseconds, mos };
    },
    hasSent: () => heardAt !== null,
    lastHeard: () => heardAt,
    failed: () => false,
    async close() {
      stopTicking();
      socket.close();
      options.ports.release(opened.port);
    },
  };
}
