import type { Contact, Offer } from '@alongside/protocol';
import { asError } from '../errors/as-error.ts';
import type { Translate } from '../i18n/texts.ts';
import type { Core } from './core.ts';
import type { Navigation } from './navigation.ts';
import type { SessionCommands } from './session.ts';

export type TransferTarget =
  | { readonly queueId: string; readonly name: string }
  | { readonly agentId: string; readonly name: string };

/** What an agent does with contacts and with their own state. Each tells by itself what went wrong. */
export interface Commands {
  accept(offer: Offer): Promise<void>;
  decline(offer: Offer): Promise<void>;
  pick(contact: { readonly contactId: string; readonly customerName: string }): Promise<void>;
  /** True when it was handed on. */
  transfer(contact: Contact, to: TransferTarget, note: string): Promise<boolean>;
  /** `wrapUp` null leaves the note for later. True when it has ended. */
  end(contact: Contact, wrapUp: string | null): Promise<boolean>;
  wrapUp(contact: Contact, text: string): Promise<void>;
  setPresence(to: 'available' | 'away'): Promise<void>;
  togglePresence(): Promise<void>;
  /** Ends the time after a contact now. */
  ready(): Promise<void>;
  putAside(conversationId: string): void;
  /** Signs out; asks first when chats would go back to the queue. */
  askSignOut(): void;
}

/** Contacts that leave the desk because I said so; nobody need tell me. */
export interface Expected {
  add(contactId: string): void;
  remove(contactId: string): void;
  has(contactId: string): boolean;
}

export function createCommands(
  core: Core,
  navigation: Navigation,
  expected: Expected,
  session: SessionCommands,
): Commands {
  const { client, state, notices, run } = core;

  /** A race was lost: says to whom, if that can be known. */
  const tellLost = async (contactId: string, name: string, otherwise: Translate) => {
    const contact = await client.call('getContact', { params: { contactId } }).catch(() => null);
    if (contact?.state === 'ended') return notices.show('warning', (t) => t('offer.cancelled', { name }));
    const owner = contact?.owner?.name;
    if (owner) return notices.show('warning', (t) => t('offer.taken.by', { agent: owner, name }));
    notices.show('warning', otherwise);
  };

  const refused = (given: unknown, contactId: string, name: string, otherwise: Translate) => {
    const error = asError(given);
    if (['offer_gone', 'contact_taken', 'contact_ended', 'not_found'].includes(error.code))
      return tellLost(contactId, name, otherwise);
    notices.failure(error);
  };

  const setPresence = async (to: 'available' | 'away') => {
    await run('presence', async () => {
      await client
        .call('setPresence', { body: { state: to } })
        .catch((error) => notices.failure(error, 'presence.failed'));
    });
  };

  return {
    setPresence,
    async accept({ contactId, epoch, conversationId, customer }) {
      await run(`offer:${contactId}`, async () => {
        try {
          await client.call('acceptOffer', { params: { contactId }, body: { epoch } });
          navigation.openChat(conversationId);
        } catch (error) {
          await refused(error, contactId, customer.name, (t) => t('offer.taken', { name: customer.name }));
        }
      });
    },
    async decline({ contactId, epoch, customer }) {
      expected.add(contactId);
      await run(`offer:${contactId}`, async () => {
        try {
          await client.call('declineOffer', { params: { contactId }, body: { epoch } });
        } catch (error) {
          await refused(error, contactId, customer.name, (t) => t('offer.gone', { name: customer.name }));
        }
      });
      expected.remove(contactId);
    },
    async pick({ contactId, customerName: name }) {
      await run(`pick:${contactId}`, async () => {
        try {
          const contact = await client.call('pickContact', { params: { contactId } });
          navigation.openChat(contact.conversationId);
        } catch (error) {
          await refused(error, contactId, name, (t) => t('notice.picked.taken', { name }));
        }
      });
    },
    async transfer(contact, to, note) {
      const { id: contactId, customer, conversationId } = contact;
      expected.add(contactId);
      const done = await run(`transfer:${contactId}`, async () => {
        try {
          const target = 'queueId' in to ? { queueId: to.queueId } : { agentId: to.agentId };
          const text = note.trim();
          await client.call('transferContact', {
            params: { contactId },
            body: { to: target, ...(text ? { note: text } : {}) },
          });
          notices.show('success', (t) => t('transfer.done', { name: customer.name, to: to.name }));
          core.drafts.forget(conversationId);
          navigation.moveOn(conversationId);
          return true;
        } catch (given) {
          const error = asError(given);
          if (error.code === 'agent_not_available')
            notices.show('warning', (t) => t('transfer.refused', { to: to.name }), { code: error.code });
          else notices.failure(error, 'transfer.failed');
          return false;
        }
      });
      // A refused transfer leaves it mine; what happens to it later is news again.
      if (!done) expected.remove(contactId);
      return done ?? false;
    },
    async end(contact, wrapUp) {
      const { id: contactId, conversationId } = contact;
      if (wrapUp !== null) expected.add(contactId);
      const done = await run(`end:${contactId}`, async () => {
        try {
          await client.call('endContact', { params: { contactId }, body: wrapUp === null ? {} : { wrapUp } });
          if (wrapUp === null) return true;
          core.drafts.forget(conversationId);
          navigation.moveOn(conversationId);
          return true;
        } catch (error) {
          notices.failure(error, 'end.failed');
          return false;
        }
      });
      if (!done) expected.remove(contactId);
      return done ?? false;
    },
    async wrapUp(contact, text) {
      const { id: contactId, conversationId } = contact;
      expected.add(contactId);
      await run(`wrap-up:${contactId}`, async () => {
        try {
          await client.call('wrapUpContact', { params: { contactId }, body: { text } });
          core.drafts.forget(conversationId);
          navigation.moveOn(conversationId);
        } catch (error) {
          expected.remove(contactId);
          notices.failure(error, 'wrapup.failed');
        }
      });
    },
    async ready() {
      await run('ready', async () => {
        await client.call('endAfterContact').catch((error) => notices.failure(error, 'presence.failed'));
      });
    },
    async togglePresence() {
      const presence = client.desk.get()?.presence;
      if (presence) await setPresence(presence.state === 'available' ? 'away' : 'available');
    },
    askSignOut() {
      const open = client.desk.get()?.conversations.some(({ contact }) => contact.state === 'active');
      if (open) navigation.showDialog({ kind: 'sign-out' });
      else void session.signOut();
    },
    putAside(conversationId) {
      core.drafts.forget(conversationId);
      state.update((value) => ({
        ...value,
        departed: value.departed.filter((departed) => departed.conversationId !== conversationId),
      }));
      navigation.moveOn(conversationId);
    },
  };
}
