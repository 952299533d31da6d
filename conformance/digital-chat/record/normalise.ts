import type { Json } from '../client/site.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const FINE = /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}\+00:00$/;
const PLAIN = /^\d{4}-\d\d-\d\dT[\d:]{8}\+00:00$/;
/** Ids that the server makes, by the key under which they stand. */
const ID_KEYS = new Set([
  'id',
  'threadId',
  'postId',
  'contactNumber',
  'contactId',
  'interactionId',
  'routingQueueId',
  'inboxAssignee',
  'ownerAssignee',
]);
/** What depends on who else is there, or on how fast the machine is. */
const CHANGING = new Set([
  'positionInQueue',
  'isAnyAgentOnlineForQueue',
  'createdToReadSeconds',
  'traceId',
  'emailAddress',
  'loginUsername',
]);

/** Gives ids their number by first appearance, so that two runs of one session compare as equal. */
export class Normaliser {
  readonly #names = new Map<string, string>();

  #nameOf(value: string): string {
    const key = value.toLowerCase();
    const name = this.#names.get(key) ?? `<id ${this.#names.size + 1}>`;
    this.#names.set(key, name);
    return name;
  }

  value(value: Json, key = ''): Json {
    if (Array.isArray(value)) return value.map((one) => this.value(one, key));
    if (typeof value === 'object' && value !== null)
      // By name: the order of keys is nobody's promise.
      return Object.fromEntries(
        Object.keys(value)
          .toSorted()
          .map((inner) => [inner, this.value(value[inner], inner)]),
      );
    if (value !== null && CHANGING.has(key)) return `<${typeof value}>`;
    if (typeof value === 'number' && ID_KEYS.has(key)) return `<integer ${this.#nameOf(`integer ${value}`)}>`;
    if (typeof value !== 'string') return value;
    if (FINE.test(value)) return '<date with milliseconds>';
    if (PLAIN.test(value)) return '<date>';
    if (/^https?:/.test(value)) return '<address>';
    if (key === 'messagesScrollToken' || key === 'scrollToken' || key === 'token') return value === '' ? '' : '<token>';
    if (ID_KEYS.has(key) && /^\d+$/.test(value)) return this.#nameOf(value);
    return value.replace(UUID, (uuid) => this.#nameOf(uuid));
  }
}
