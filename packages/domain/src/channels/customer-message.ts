import { type EntryBody, type File, LIMITS } from '@alongside/protocol';
import { Refused } from '../kernel/refused.ts';

/** What a customer writes on a channel. */
export interface CustomerMessage {
  /** The app's id of the message: the same again, in capitals or not, is the same message. */
  readonly messageId: string;
  readonly text: string;
  readonly postback?: string;
  /** Of the app; shown to it again unchanged. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Ids of uploads on this channel. */
  readonly fileIds: readonly string[];
  /** Written by the company's app as the company's own word (a welcome text). */
  readonly outbound?: boolean;
}

const MOST = { files: 10, postback: 1000, parameters: 20, parametersCharacters: 4000 };
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Refuses `invalid_request` with the place of what is wrong. */
export function assertSendable({ messageId, text, postback = '', parameters = {}, fileIds }: CustomerMessage): void {
  const flaw = (field: string, rule: string) => new Refused('invalid_request', { field: `/message/${field}`, rule });
  if (!ID.test(messageId)) throw flaw('messageId', '1 to 64 letters, digits, - and _');
  if (text.length > LIMITS.textCharacters) throw flaw('text', `at most ${LIMITS.textCharacters} characters`);
  if (fileIds.length > MOST.files) throw flaw('fileIds', `at most ${MOST.files} files`);
  if (fileIds.length === 0 && !/\S/.test(text)) throw flaw('text', 'something to read, or a file');
  if (postback.length > MOST.postback) throw flaw('postback', `at most ${MOST.postback} characters`);
  const few = Object.keys(parameters).length <= MOST.parameters;
  if (!few || JSON.stringify(parameters).length > MOST.parametersCharacters)
    throw flaw('parameters', `at most ${MOST.parameters}, and ${MOST.parametersCharacters} characters in all`);
}

/** The entry that a message becomes; files in the order of sending. */
export function bodyOf(message: CustomerMessage, files: readonly File[]): EntryBody {
  const { text, postback, parameters } = message;
  const own = parameters && Object.keys(parameters).length > 0 ? { parameters: { ...parameters } } : {};
  const [file, ...more] = files;
  if (!file) return { kind: 'text', text, ...(postback ? { postback } : {}), ...own };
  return {
    kind: 'file',
    file,
    ...(more.length > 0 ? { more } : {}),
    ...(/\S/.test(text) ? { caption: text } : {}),
    ...own,
  };
}
