import type { Platform } from '../../kernel/platform.ts';
import { absence, lacksSkill } from '../../routing/agents.ts';
import { isOpen } from '../../routing/hours.ts';
import type { Channel } from '../ports.ts';

/** For a question about a queue that is asked for nobody in particular. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The channel that an app names. null: no such company, or no such channel of it. */
export async function findChannel(platform: Platform, brandId: number, channelId: string): Promise<Channel | null> {
  const tenant = await platform.store.tenants.byBrandId(brandId);
  return tenant && platform.store.transaction(tenant.id, (tx) => tx.channels.channel(channelId));
}

/** Whether the channel takes contacts now: its hours and its queue's are open, and where it needs agents, somebody who could take one is there. */
export async function isChannelOnline(platform: Platform, channel: Channel): Promise<boolean> {
  return platform.store.transaction(channel.tenantId, async (tx) => {
    const queueId = channel.queueId ?? (await tx.queues.defaultQueueId());
    const queue = await tx.routing.intake(queueId, NOBODY);
    if (!queue) return false;
    for (const id of new Set([channel.hoursId, queue.hoursId])) {
      const hours = id === null ? null : await tx.routingSettings.hoursOf(id);
      if (hours && !isOpen(hours, queue.now)) return false;
    }
    if (!channel.needsAgents) return true;
    const rules = await tx.routing.rules(queueId);
    // Held by the company's own call system, which alone knows who is there.
    if (!rules) return true;
    const agents = await tx.routing.agents();
    return agents.some((agent) => {
      const verdict = absence(agent, queue.now);
      const there = verdict === null || verdict === 'after_contact_work';
      return there && rules.rings.some(({ requirements }) => !lacksSkill(agent, requirements));
    });
  });
}
