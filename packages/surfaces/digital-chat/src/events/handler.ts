import type { Envelope } from '../parsing/envelope.ts';
import type { Answer } from '../rendering/frames.ts';
import type { Session } from '../socket/session.ts';

/** Does what one event asks. Throws Refused to say no. */
export type Handler = (session: Session, event: Envelope) => Promise<Answer>;
