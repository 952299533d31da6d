import { type Actor, type Logger, type Platform, Refused, redeemSocketTicket } from '@alongside/domain';
import { CLOSE_CODES, type Hello, OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '@alongside/protocol';
import type { WebSocket } from 'ws';
import type { Origins } from '../edge/origins.ts';
import { wireErrorOf } from '../edge/wire-refusal.ts';
import { type CloseCode, sayBye } from './connection.ts';
import { FRAME_BYTES, readFrame } from './frames.ts';
import type { Inbox } from './inbox.ts';
import type { Timing } from './timing.ts';
import type { Turnstile } from './turnstile.ts';

interface Greeting {
  readonly platform: Platform;
  readonly origins: Origins;
  readonly origin: { readonly given: string | undefined; readonly own: string | null };
  readonly timing: Timing;
  readonly turnstile: Turnstile;
  readonly log: Logger;
}

/** Who is at the door, by the ticket in their hello [WS2] from a page that may [WS3]. null: turned away, the socket is closing. */
export async function greet(socket: WebSocket, inbox: Inbox, greeting: Greeting): Promise<Actor | null> {
  const away = (refusal: unknown, code: CloseCode): null => {
    const error = wireErrorOf(refusal, {
      log: greeting.log,
      requestId: greeting.platform.random.uuid(),
      where: 'hello',
    });
    sayBye(socket, error, code, greeting.timing.closing);
    return null;
  };
  const { given, own } = greeting.origin;
  const foreign = given !== undefined && given !== own;
  try {
    const first = inbox.first(greeting.timing.hello);
    first.catch(() => {});
    if (foreign && !(await greeting.origins.listedByAnyone(given)))
      return away(new Refused('origin_refused'), CLOSE_CODES.forbidden);
    const hello = readHello(await first);
    if (hello.protocol < OLDEST_PROTOCOL_VERSION || hello.protocol > PROTOCOL_VERSION) {
      const served = `Versions ${OLDEST_PROTOCOL_VERSION} to ${PROTOCOL_VERSION} are served.`;
      return away(new Refused('unsupported_version', { message: served, field: '/protocol' }), CLOSE_CODES.version);
    }
    const actor = await greeting.turnstile.pass(() => redeemSocketTicket(greeting.platform, hello.ticket));
    if (actor === null) return away(new Refused('ticket_refused'), CLOSE_CODES.unauthenticated);
    if (foreign && !(await greeting.origins.listedBy(actor.tenantId, given)))
      return away(new Refused('origin_refused'), CLOSE_CODES.forbidden);
    return actor;
  } catch (refusal) {
    if (socket.readyState !== socket.OPEN) return null;
    const away4401 = refusal instanceof Refused && refusal.code !== 'store_unavailable';
    return away(refusal, away4401 ? CLOSE_CODES.unauthenticated : CLOSE_CODES.shuttingDown);
  }
}

function readHello([data, isBinary]: [Buffer, boolean]): Hello {
  if (isBinary) throw new Refused('invalid_request', { message: 'Frames are text.' });
  if (data.length > FRAME_BYTES) throw new Refused('frame_too_large');
  const read = readFrame(data.toString('utf8'));
  if (!read.ok) throw read.refusal;
  if (read.frame.t !== 'hello')
    throw new Refused('not_authenticated', { message: 'The first frame must be hello.', field: '/t' });
  return read.frame;
}
