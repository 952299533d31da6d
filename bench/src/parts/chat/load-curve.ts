import { median, rounded } from '../../report/statistics.ts';
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
}

const conversations = 200;

/** The messages come on a schedule that waits for nobody, from a tenth of the top rate to nearly all of it. */
export async function latencyAgainstLoad(
  context: Context,
  system: System,
  top: number,
): Promise<{ curve: LoadPoint[]; halfLoad: LoadPoint | null }> {
  const shares = context.quick ? [0.25, 0.5, 0.75] : [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  const seconds = context.quick ? 1.5 : 4;
  const points = new Map<number, LoadPoint[]>();
  for (let repeat = 0; repeat < Math.min(3, context.repeats); repeat += 1) {
    for (const share of shares) {
      await context.postgres.checkpoint();
      const asked = Math.round(top * share);
      const { result } = await system.run({ active: conversations, seconds, rate: asked });
      const { ack, delivery } = result;
      if (ack === null || delivery === null) continue;
      const carried = result.delivered / result.drainedAfter;
      const point = {
        share,
        asked,
        carried,
        ackP50: ack.p50,
        ackP99: ack.p99,
        deliveryP50: delivery.p50,
        deliveryP99: delivery.p99,
      };
      points.set(share, [...(points.get(share) ?? []), point]);
      context.say(
        `chat: ${asked}/s on a schedule: acknowledged p50 ${rounded(ack.p50)} ms, p99 ${rounded(ack.p99)} ms`,
      );
    }
  }
  const curve = [...points.values()].map(middle);
  return { curve, halfLoad: curve.find(({ share }) => share === 0.5) ?? null };
}

function middle(points: readonly LoadPoint[]): LoadPoint {
  const of = (figure: keyof LoadPoint) => rounded(median(points.map((point) => point[figure])));
  return {
    share: of('share'),
    asked: of('asked'),
    carried: of('carried'),
    ackP50: of('ackP50'),
    ackP99: of('ackP99'),
    deliveryP50: of('deliveryP50'),
    deliveryP99: of('deliveryP99'),
  };
}
