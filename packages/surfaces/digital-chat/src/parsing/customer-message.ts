import { type Random, Refused } from '@alongside/domain';
import { LIMITS } from '@alongside/protocol';
import type { CustomerMessage } from '../ports.ts';
import { isObject, type Json, listAt, objectAt, shortTextAt, textAt } from './json.ts';

const POSTBACK = 1000;
const PARAMETERS = 4_096;
const MOST_PARAMETERS = 20;
const MOST_FILES = 10;
const MESSAGE_ID = /^[A-Za-z0-9_-]{1,64}$/;

export interface MessageReader {
  readonly random: Random;
  /** The upload behind an address that we gave out; null: it is none of ours. */
  readonly fileIdOf: (url: string) => string | null;
}

/** Data of SendMessage and SendOutbound. The text of a button's answer is its label, the postback stands beside or inside the payload. */
export function customerMessageIn(data: Json, { random, fileIdOf }: MessageReader): CustomerMessage {
  const content = objectAt(data, 'messageContent');
  const payload = objectAt(content, 'payload');
  const postback = postbackOf(content.postback) ?? postbackOf(payload.postback);
  const parameters = parametersOf(content.parameters) ?? parametersOf(data.parameters);
  const fileIds = filesIn(data, fileIdOf);
  const text = textIn(content, payload, postback);
  if (text.trim().length === 0 && fileIds.length === 0)
    throw refused('/messageContent/payload/text', 'required', 'A message needs text or an attachment.');
  return {
    messageId: messageIdIn(data) ?? random.uuid(),
    text: text.trim().length === 0 ? '' : text,
    fileIds,
    ...(postback === null ? {} : { postback }),
    ...(parameters === null ? {} : { parameters }),
  };
}

/** What the customer is writing, at most as long as a message may be. */
export function previewIn(data: Json): string {
  const content = objectAt(data, 'messageContent');
  const text = textAt(objectAt(content, 'payload'), 'text') ?? textAt(content, 'text') ?? '';
  return text.slice(0, LIMITS.textCharacters);
}

function messageIdIn(data: Json): string | null {
  const id = textAt(data, 'idOnExternalPlatform');
  if (id !== null && !MESSAGE_ID.test(id)) throw refused('/idOnExternalPlatform', 'a UUID', 'The id is no UUID.');
  return id;
}

function textIn(content: Json, payload: Json, postback: string | null): string {
  const text = textAt(payload, 'text') ?? textAt(content, 'text') ?? textAt(content, 'fallbackText') ?? postback ?? '';
  if (text.length > LIMITS.textCharacters)
    throw refused(
      '/messageContent/payload/text',
      `at most ${LIMITS.textCharacters} characters`,
      `A message holds at most ${LIMITS.textCharacters} characters.`,
    );
  return text;
}

function postbackOf(value: unknown): string | null {
  const text = isObject(value) ? JSON.stringify(value) : value;
  if (typeof text !== 'string' || text.length === 0) return null;
  if (text.length > POSTBACK)
    throw refused('/messageContent/postback', `at most ${POSTBACK} characters`, 'The postback is too long.');
  return text;
}

function parametersOf(value: unknown): Json | null {
  if (!isObject(value)) return null;
  const keys = Object.keys(value);
  if (keys.length === 0) return null;
  if (keys.length > MOST_PARAMETERS || keys.some((key) => key.length > 64) || JSON.stringify(value).length > PARAMETERS)
    throw refused(
      '/messageContent/parameters',
      `at most ${MOST_PARAMETERS} of them in ${PARAMETERS} characters`,
      'The parameters are too large.',
    );
  return value;
}

function filesIn(data: Json, fileIdOf: MessageReader['fileIdOf']): readonly string[] {
  const ids = listAt(data, 'attachments', MOST_FILES).map((attachment) => {
    const url = isObject(attachment) ? shortTextAt(attachment, 'url', 4_000) : null;
    const id = url === null ? null : fileIdOf(url);
    if (id === null)
      throw refused('/attachments', 'addresses that an upload returned', 'An attachment was not uploaded here.');
    return id;
  });
  return [...new Set(ids)];
}

const refused = (field: string, rule: string, message: string) =>
  new Refused('invalid_request', { field, rule, message });
