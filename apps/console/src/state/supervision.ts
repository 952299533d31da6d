import type { BoardAgent, Contact } from '@alongside/protocol';
import { asError } from '../errors/as-error.ts';
import type { TransferTarget } from './commands.ts';
import type { Core } from './core.ts';
import type { Navigation } from './navigation.ts';

/** What a supervisor does in the work of others. Each tells by itself what went wrong. */
export interface SupervisionCommands {
  /** How I am in somebody else's chat from now on. True when it is so. */
  attend(contactId: string, as: 'monitor' | 'joined' | 'none'): Promise<boolean>;
  /** I go on in place of whoever has it, and the chat opens at my desk. */
  takeOver(contact: Contact): Promise<void>;
  /** True when it was sent. */
  reassign(contact: Contact, to: TransferTarget, note: string): Promise<boolean>;
  setAgent(agent: BoardAgent, state: 'available' | 'away'): Promise<void>;
}

export function createSupervision(core: Core, navigation: Navigation): SupervisionCommands {
  const { client, notices, run } = core;
  return {
    async attend(contactId, as) {
      const done = await run(`attend:${contactId}`, async () => {
        try {
          await client.call('monitorContact', { params: { contactId }, body: { as } });
          return true;
        } catch (error) {
          if (as !== 'none') notices.failure(error, 'watch.failed');
          return false;
        }
      });
      return done ?? false;
    },
    async takeOver({ id: contactId, owner, customer, conversationId }) {
      if (!owner) return;
      await run(`take-over:${contactId}`, async () => {
        try {
          await client.call('takeOverContact', { params: { contactId }, body: { ownerId: owner.id } });
          navigation.openChat(conversationId);
        } catch (given) {
          const error = asError(given);
          if (error.code === 'not_owner')
            notices.show('warning', (t) => t('watch.takeover.lost', { name: customer.name }), { code: error.code });
          else notices.failure(error, 'watch.takeover.failed');
        }
      });
    },
    async reassign({ id: contactId, customer }, to, note) {
      const done = await run(`reassign:${contactId}`, async () => {
        try {
          const target = 'queueId' in to ? { queueId: to.queueId } : { agentId: to.agentId };
          const text = note.trim();
          await client.call('reassignContact', {
            params: { contactId },
            body: { to: target, ...(text ? { note: text } : {}) },
          });
          notices.show('success', (t) => t('transfer.done', { name: customer.name, to: to.name }));
          return true;
        } catch (given) {
          const error = asError(given);
          if (error.code === 'agent_not_available')
            notices.show('warning', (t) => t('transfer.refused', { to: to.name }), { code: error.code });
          else notices.failure(error, 'transfer.failed');
          return false;
        }
      });
      return done ?? false;
    },
    async setAgent({ id: agentId, name }, state) {
      await run(`agent:${agentId}`, async () => {
        try {
          await client.call('forceAgentState', { params: { agentId }, body: { state } });
          notices.show('success', (t) => t(state === 'away' ? 'board.agent.away' : 'board.agent.available', { name }));
        } catch (error) {
          notices.failure(error, 'board.agent.failed');
        }
      });
    },
  };
}
