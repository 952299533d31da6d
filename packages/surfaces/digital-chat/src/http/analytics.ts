import { Refused } from '@alongside/domain';
import { isObject, type Json } from '../parsing/json.ts';
import { visitorEventOf, visitorFactsOf } from '../parsing/visitor.ts';
import type { DigitalChatPorts } from '../ports.ts';
import type { ChatHandler, ChatRequest } from './exchange.ts';
import { brandIn } from './guarded.ts';
import { visitorIdOf } from './visitor-in.ts';

const DONE = { status: 204, body: '' };
const MOST_EVENTS = 100;

/** Device, journey and push token: the only place where clients register one. */
export const rememberVisitor =
  (ports: DigitalChatPorts): ChatHandler =>
  async ({ params, body }) => {
    await ports.rememberVisitor(visitorOf(params), visitorFactsOf(bodyOf(body)));
    return DONE;
  };

export const storeEvents =
  (ports: DigitalChatPorts): ChatHandler =>
  async ({ params, body }) => {
    const events: readonly unknown[] = Array.isArray(body) ? body : [bodyOf(body)];
    if (events.length > MOST_EVENTS)
      throw new Refused('invalid_request', { message: `At most ${MOST_EVENTS} events go into one request.` });
    const known = events.flatMap((event) => visitorEventOf(event, null) ?? []);
    if (known.length > 0) await ports.storeVisitorEvents(visitorOf(params), known);
    return DONE;
  };

const visitorOf = ({ brandId, visitorId }: ChatRequest['params']) => ({
  brandId: brandIn(brandId),
  visitorId: visitorIdOf(visitorId),
});

function bodyOf(body: unknown): Json {
  if (!isObject(body)) throw new Refused('invalid_request', { message: 'The body is a JSON object.' });
  return body;
}
