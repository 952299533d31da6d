import { Refused } from '@alongside/domain';
import type { FieldValue } from '@alongside/protocol';
import { customerMessageIn } from '../parsing/customer-message.ts';
import { customFieldsOf, fieldsIn } from '../parsing/fields.ts';
import { nameIn } from '../parsing/identity.ts';
import { isObject, type Json, objectAt, shortTextAt, textAt } from '../parsing/json.ts';
import { namedThreadIn } from '../parsing/thread-reference.ts';
import { ACK } from '../rendering/frames.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';
import { unlessNotMade } from './thread-marks.ts';

const THREAD_NAME = 200;

const send =
  (outbound: boolean): Handler =>
  async (session, { payload, data }) => {
    // Strangers are told so before anything of it is read.
    session.known();
    const { ports } = session;
    const threadExternalId = namedThreadIn(data);
    const message = customerMessageIn(data, ports);
    const customerFields = fieldsIn(data, ['customer', 'consumer'], ports.clock);
    const contactFields = fieldsIn(data, ['contact', 'consumerContact'], ports.clock);
    const threadName = textAt(objectAt(data, 'thread'), 'threadName')?.slice(0, THREAD_NAME).trim();
    await session.keepName(nameIn(payload));
    const { actor } = session.known();
    const sent = await session.sending(() =>
      ports.send(
        actor,
        {
          threadExternalId,
          message: outbound ? { ...message, outbound } : message,
          ...(threadName ? { threadName } : {}),
          ...(customerFields.length > 0 ? { customerFields } : {}),
          ...(contactFields.length > 0 ? { contactFields } : {}),
        },
        session.openThread(threadExternalId),
      ),
    );
    if (customerFields.length > 0) session.noteFields(customerFields);
    session.sent(sent);
    return ACK;
  };

export const sendMessage = send(false);
/** The app's own word, a welcome text, put into the thread ahead of the customer's first message. */
export const sendOutbound = send(true);

export const sendOfflineMessage: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const author = objectAt(data, 'authorCustomerIdentity');
  const content = objectAt(data, 'messageContent');
  const text = shortTextAt(objectAt(content, 'payload'), 'text', 8_000) ?? shortTextAt(content, 'text', 8_000);
  if (text === null || text.trim() === '')
    throw new Refused('invalid_request', { message: 'The message has no text.' });
  const name = nameIn({ customerIdentity: author });
  if (name === null) throw new Refused('invalid_request', { message: 'The address of the author is missing.' });
  await session.ports.leaveOfflineMessage(actor, name, text);
  return { type: 'OfflineMessageSent' };
};

export const setContactCustomFields: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const fields = fieldsBeside(session, data, ['contact', 'consumerContact']);
  if (fields.length > 0) await unlessNotMade(session.ports.setContactFields(actor, namedThreadIn(data), fields));
  return ACK;
};

export const setCustomerCustomFields: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const fields = fieldsBeside(session, data, ['customer', 'consumer']);
  if (fields.length > 0) {
    await session.ports.setCustomerFields(actor, fields);
    session.noteFields(fields);
  }
  return ACK;
};

/** They stand in the data itself, or inside whom they are about. */
function fieldsBeside(session: Session, data: Json, names: readonly string[]): readonly FieldValue[] {
  const { clock } = session.ports;
  if (Array.isArray(data.customFields)) return customFieldsOf(data, clock);
  return names.some((name) => isObject(data[name])) ? fieldsIn(data, names, clock) : [];
}
