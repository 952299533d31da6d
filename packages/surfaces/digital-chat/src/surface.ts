import { type Channel, Refused } from '@alongside/domain';
import { ERRORS, HTTP_STATUS } from '@alongside/protocol';
import { dialectOf } from './dialect.ts';
import type { ChatRoute } from './http/exchange.ts';
import { chatRoutes } from './http/routes.ts';
import { visitorIn } from './http/visitor-in.ts';
import type { DigitalChatPorts, Visitor } from './ports.ts';
import { Audiences } from './pushes/audiences.ts';
import { Agents } from './reading/agents.ts';
import { hasSecuredSessions } from './rendering/channel-info.ts';
import { CLOSE, type Line } from './socket/line.ts';
import { type Customer, MessageTokens } from './socket/message-tokens.ts';
import { type House, Session } from './socket/session.ts';
import { SessionWatch } from './socket/session-watch.ts';

/** What a front door does with an upgrade. */
export type Admission =
  | {
      readonly ok: true;
      /** Once the socket is open. `admit` throws Refused `rate_limited`. */
      readonly open: (line: Line, admit: () => void) => Session;
    }
  | { readonly ok: false; readonly status: number; readonly message: string };

type ChatQuery = Readonly<Record<string, string>>;

/** The published chat wire on top of the house. */
export interface DigitalChat {
  readonly routes: readonly ChatRoute[];
  /** Looks at the address of an upgrade: channel, and on secured channels the token. */
  admit(query: ChatQuery): Promise<Admission>;
  /** Closes the sockets whose sessions are over; it does so by itself every now and then. */
  lookAtSessions(): Promise<void>;
  /** Whether this customer has a socket open here. */
  isHere(tenantId: string, customerId: string): boolean;
  /** Answers what was asked (at most so long), then asks everybody to come again. */
  stop(milliseconds: number): Promise<void>;
}

export function createDigitalChat(ports: DigitalChatPorts): DigitalChat {
  const agents = new Agents(ports);
  const messageTokens = new MessageTokens(ports);
  const audiences = new Audiences(ports, agents);
  const house: House = { ports, agents, audiences, messageTokens };
  const sessions = new Set<Session>();
  const watch = new SessionWatch(ports, sessions);

  const open = (channel: Channel, visitor: Visitor, query: ChatQuery, customer: Customer | null) => {
    return (line: Line, admit: () => void): Session => {
      const dialect = dialectOf(query.sdkPlatform);
      const session: Session = new Session(house, {
        id: ports.random.uuid(),
        channel,
        visitor,
        dialect,
        sdkVersion: query.sdkVersion ?? null,
        line,
        admit,
        onGone: () => sessions.delete(session),
      });
      sessions.add(session);
      if (customer !== null) session.admitted(customer.actor, customer.person);
      return session;
    };
  };

  return {
    routes: chatRoutes(ports, agents, messageTokens),
    async admit(query) {
      try {
        const visitor = visitorIn(query);
        const channel = await ports.channel(visitor.brandId, visitor.channelId);
        if (channel === null) throw new Refused('not_found', { message: 'There is no such channel.' });
        if (!hasSecuredSessions(channel)) return { ok: true, open: open(channel, visitor, query, null) };
        const { transactionToken = '' } = query;
        const customer = transactionToken === '' ? null : await ports.redeemTransactionToken(visitor, transactionToken);
        if (customer === null)
          throw new Refused('not_authenticated', { message: 'A valid transactionToken is needed.' });
        return { ok: true, open: open(channel, visitor, query, customer) };
      } catch (error) {
        return refusal(ports, error);
      }
    },
    lookAtSessions: () => watch.look(),
    isHere: (tenantId, customerId) =>
      [...sessions].some(
        ({ customer }) => customer?.actor.customerId === customerId && customer.actor.tenantId === tenantId,
      ),
    async stop(milliseconds) {
      const all = [...sessions];
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, milliseconds);
      });
      await Promise.race([Promise.all(all.map((session) => session.idle())), late]);
      clearTimeout(timer);
      for (const session of [...sessions]) session.close(CLOSE.goingAway, 'going away');
      watch.close();
      audiences.close();
    },
  };
}

function refusal(ports: DigitalChatPorts, error: unknown): Admission {
  if (error instanceof Refused)
    return {
      ok: false,
      status: HTTP_STATUS[ERRORS[error.code].kind],
      message: error.detail.message ?? ERRORS[error.code].message,
    };
  ports.log.error({ error }, 'A chat client could not be let in.');
  return { ok: false, status: 500, message: ERRORS.internal.message };
}
