import { type DiskWatch, watchDisk } from '../../env/disk.ts';
import { median, medianOf, rounded } from '../../report/statistics.ts';
import type { Drive } from '../../load/drive.ts';
import type { Context } from '../context.ts';
import type { System } from './system.ts';

/** Latency in milliseconds under a fixed schedule of messages. */
export interface LoadPoint {
  /** Share of the top rate, and messages per second that were asked for and that were carried. */
  readonly share: number;
  readonly asked: number;
  readonly carried: number;
  readonly ackP50: number;
  readonly ackP99: number;
  readonly deliveryP50: number;
  readonly deliveryP99: number;
  /** The ceiling's acknowledgements on the same schedule, right after; absent in older results. */
  readonly ceilingAckP50?: number | null;
  readonly ceilingAckP99?: number | null;
  /** The longest time in which the disk did nothing of what it was asked, during ours and during the ceiling's run; absent in older results. */
  readonly diskStall?: number | null;
  readonly ceilingDiskStall?: number | null;
}

const conversations = 200;

/** The messages come on a schedule that waits for nobody, from a tenth of the top rate to nearly all of it; the ceiling takes turns with us. */
export async function latencyAgainstLoad(
  context: Context,
  system: System,
  ceiling: System,
  top: number,
): Promise<{ curve: LoadPoint[]; halfLoad: LoadPoint | null }> {
  const shares = context.quick ? [0.25, 0.5, 0.75] : [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  const seconds = context.quick ? 1.5 : 4;
  const points = new Map<number, LoadPoint[]>();
  const disk = watchDisk(context.postgres.folder);
  for (let repeat = 0; repeat < Math.min(3, context.repeats); repeat += 1) {
    for (const share of shares) {
      const drive = { active: conversations, seconds, rate: Math.round(top * share) };
      const ours = await underLoad(context, system, drive, disk);
      const bare = await underLoad(context, ceiling, drive, disk);
      if (ours === null) continue;
      const point = {
        share,
        asked: drive.rate,
        carried: ours.carried,
        ackP50: ours.ack.p50,
        ackP99: ours.ack.p99,
        deliveryP50: ours.delivery.p50,
        deliveryP99: ours.delivery.p99,
        ceilingAckP50: bare?.ack.p50 ?? null,
        ceilingAckP99: bare?.ack.p99 ?? null,
        diskStall: ours.stall,
        ceilingDiskStall: bare?.stall ?? null,
      };
      points.set(share, [...(points.get(share) ?? []), point]);
      context.say(
        `chat: ${drive.rate}/s on a schedule: acknowledged p50 ${rounded(ours.ack.p50)} ms, p99 ${rounded(ours.ack.p99)} ms ` +
          `(disk stood for ${rounded(ours.stall ?? 0)} ms); the ceiling p99 ${rounded(bare?.ack.p99 ?? 0)} ms (${rounded(bare?.stall ?? 0)} ms)`,
      );
    }
  }
  disk.stop();
  const curve = [...points.values()].map(middle);
  return { curve, halfLoad: curve.find(({ share }) => share === 0.5) ?? null };
}

async function underLoad(context: Context, system: System, drive: Drive, disk: DiskWatch) {
  await context.postgres.checkpoint();
  disk.longestStall();
  const { result } = await system.run(drive);
  const { ack, delivery } = result;
  if (ack === null || delivery === null) return null;
  return { ack, delivery, carried: result.delivered / result.drainedAfter, stall: disk.longestStall() };
}

function middle(points: readonly LoadPoint[]): LoadPoint {
  const of = (figure: 'share' | 'asked' | 'carried' | 'ackP50' | 'ackP99' | 'deliveryP50' | 'deliveryP99') =>
    rounded(median(points.map((point) => point[figure])));
  return {
    share: of('share'),
    asked: of('asked'),
    carried: of('carried'),
    ackP50: of('ackP50'),
    ackP99: of('ackP99'),
    deliveryP50: of('deliveryP50'),
    deliveryP99: of('deliveryP99'),
    ceilingAckP50: medianOf(points, ({ ceilingAckP50 }) => ceilingAckP50),
    ceilingAckP99: medianOf(points, ({ ceilingAckP99 }) => ceilingAckP99),
    diskStall: medianOf(points, ({ diskStall }) => diskStall),
    ceilingDiskStall: medianOf(points, ({ ceilingDiskStall }) => ceilingDiskStall),
  };
}
