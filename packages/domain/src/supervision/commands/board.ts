import type { Board } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import { isOpen } from '../../routing/hours.ts';
import { figuresOf } from '../figures.ts';

/** Queues and agents at a glance, whole [SUP1] [SUP2]: JSON text of a Board. Its agents are passed on as the store wrote them. */
export async function readBoard(platform: Platform, tenantId: string): Promise<string> {
  const { board, hours } = await platform.store.transaction(tenantId, async (tx) => ({
    board: await tx.supervision.board(),
    hours: await tx.routingSettings.hours(),
  }));
  const now = platform.clock.now();
  const openNow = new Map(hours.map((one) => [one.id, isOpen(one, now.getTime())]));
  const { day, agents } = board;
  const queues = board.queues.map(({ sums, hoursId, ...queue }) => ({
    ...queue,
    open: hoursId === null || (openNow.get(hoursId) ?? true),
    today: figuresOf(sums),
  }));
  const head = JSON.stringify({ at: now.toISOString(), day, queues } satisfies Omit<Board, 'agents'>);
  return `${head.slice(0, -1)},"agents":${agents}}`;
}
