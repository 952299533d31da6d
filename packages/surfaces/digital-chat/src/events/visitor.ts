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
  if (placed.length > 0) await session.ports.storeVisitorEvents(visitorOf(session, visitorId), placed);
  return ACK;
};

/** A company's own trigger: kept on the visitor's trail. */
export const executeTrigger: Handler = async (session, { data, eventId, visitorId }) => {
  const trigger = shortTextAt(objectAt(data, 'trigger'), 'id', 128);
  if (trigger !== null) {
    const createdAtWithMilliseconds = session.ports.clock.now().toISOString();
    const event = { id: eventId, type: 'Custom', createdAtWithMilliseconds, data: { trigger: { id: trigger } } };
    await session.ports.storeVisitorEvents(visitorOf(session, visitorId), [event]);
  }
  return ACK;
};

/** Events that only have a name: nobody is known to send them. */
export const acknowledge: Handler = async () => ACK;

const visitorOf = ({ visitor }: Session, visitorId: string | null) => ({
  brandId: visitor.brandId,
  visitorId: visitorId ?? visitor.visitorId,
});
