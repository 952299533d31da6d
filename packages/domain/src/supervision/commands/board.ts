import type { Board } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import { figuresOf } from '../figures.ts';

/** Queues and agents at a glance, whole [SUP1] [SUP2]. */
export async function readBoard(platform: Platform, tenantId: string): Promise<Board> {
  const { day, queues, agents } = await platform.store.transaction(tenantId, (tx) => tx.supervision.board());
  return {
    at: platform.clock.now().toISOString(),
    day,
    queues: queues.map(({ sums, hoursId: _hours, ...queue }) => ({ ...queue, open: true, today: figuresOf(sums) })),
    agents,
  };
}
