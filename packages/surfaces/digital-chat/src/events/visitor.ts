import { listAt, objectAt, shortTextAt } from '../parsing/json.ts';
import { ACK } from '../rendering/frames.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';

const MOST_EVENTS = 100;

export const storeVisitorEvents: Handler = async (session, { data, visitorId, payload }) => {
  const events = listAt(data, 'visitorEvents', MOST_EVENTS);
  const visitId = shortTextAt(objectAt(payload, 'visit'), 'id', 128);
  const placed = events.map((event) =>
    typeof event === 'object' && event !== null && visitId !== null ? { visitId, ...event } : event,
  );
  const visitor = visitorOf(session, visitorId);
  if (placed.length > 0 && visitor !== null) await session.ports.storeVisitorEvents(visitor, placed);
  return ACK;
};

/** A company's own trigger: kept on the visitor's trail. */
export const executeTrigger: Handler = async (session, { data, eventId, visitorId }) => {
  const trigger = shortTextAt(objectAt(data, 'trigger'), 'id', 128);
  const visitor = visitorOf(session, visitorId);
  if (trigger !== null && visitor !== null) {
    const createdAtWithMilliseconds = session.ports.clock.now().toISOString();
    const event = { id: eventId, type: 'Custom', createdAtWithMilliseconds, data: { trigger: { id: trigger } } };
    await session.ports.storeVisitorEvents(visitor, [event]);
  }
  return ACK;
};

/** Events that only have a name: nobody is known to send them. */
export const acknowledge: Handler = async () => ACK;

/** null: the page has not said whose device it is. */
function visitorOf({ visitor }: Session, said: string | null) {
  const visitorId = said ?? visitor.visitorId;
  return visitorId === '' ? null : { brandId: visitor.brandId, visitorId };
}
