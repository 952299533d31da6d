import { isObject, type Json, objectAt, shortTextAt } from './json.ts';

/** One frame of a client, as far as every event has the same shape. */
export interface Envelope {
  readonly action: string;
  readonly eventId: string;
  /** As the client spelled it. */
  readonly eventType: string;
  readonly payload: Json;
  readonly data: Json;
  readonly visitorId: string | null;
  readonly destinationId: string | null;
}

export type ReadEnvelope =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'event'; readonly envelope: Envelope }
  /** No answer can be addressed. */
  | { readonly kind: 'nobody'; readonly why: string };

const ID = 128;

/** Takes a frame apart. What is inside an event is the matter of whoever handles it. */
export function readEnvelope(frame: unknown): ReadEnvelope {
  if (!isObject(frame)) return { kind: 'nobody', why: 'A frame is a JSON object.' };
  const { eventId, action } = frame;
  if (typeof eventId !== 'string' || eventId.length === 0 || eventId.length > ID)
    return action === 'heartbeat'
      ? { kind: 'heartbeat' }
      : { kind: 'nobody', why: `A frame needs an eventId of at most ${ID} characters.` };
  if (action === 'heartbeat') return { kind: 'heartbeat' };
  const payload = objectAt(frame, 'payload');
  const { eventType } = payload;
  return {
    kind: 'event',
    envelope: {
      action: typeof action === 'string' ? action : '',
      eventId,
      eventType: typeof eventType === 'string' ? eventType : '',
      payload,
      data: objectAt(payload, 'data'),
      visitorId: idOf(objectAt(payload, 'visitor')),
      destinationId: idOf(objectAt(payload, 'destination')),
    },
  };
}

function idOf(named: Json): string | null {
  try {
    return shortTextAt(named, 'id', ID);
  } catch {
    return null;
  }
}
