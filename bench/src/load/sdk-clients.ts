import { type Alongside, createAlongside } from '@alongside/sdk';
import { type AgentClient, createAgentClient } from '@alongside/sdk/agent';
import { BrowserSocket } from './browser-socket.ts';
import type { Person, SeededConversation } from './lines.ts';
import { bareAgentFetch, customerFetch, plainFetch } from './sdk-fetch.ts';

interface Observed<T> {
  readonly get: () => T;
  readonly subscribe: (listener: (value: T) => void) => () => void;
}

/** Resolves when the value satisfies; rejects after a minute. */
export function until<T>(what: string, observed: Observed<T>, satisfies: (value: T) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const now = observed.get();
    if (satisfies(now)) return resolve(now);
    const late = setTimeout(() => {
      stop();
      reject(new Error(`Waited a minute for ${what}; it is ${JSON.stringify(observed.get())}.`));
    }, 60_000);
    const stop = observed.subscribe((value) => {
      if (!satisfies(value)) return;
      clearTimeout(late);
      stop();
      resolve(value);
    });
  });
}

/** A customer in the middle of a chat: the SDK as an app uses it, connected and caught up. */
export async function openCustomer(
  url: string,
  conversation: SeededConversation,
  options: { bare: boolean; ownConnections: boolean },
): Promise<Alongside> {
  const alongside = createAlongside({
    url,
    tenant: 'demo',
    webSocket: BrowserSocket,
    fetch: customerFetch(conversation, options.bare, options.ownConnections),
  });
  await alongside.startAnonymousOnlineHelp({
    customerId: conversation.customer.id,
    customerName: conversation.customer.name,
    helpType: 'CHAT',
    transactionHash: 'seeded',
    isLoggedIn: true,
    isBackground: false,
  });
  await until('a customer to be connected', alongside.connection, ({ state }) => state === 'configured');
  return alongside;
}

/** A signed-in agent whose socket is welcomed. */
export async function openAgent(url: string, { token }: Person, bare = false): Promise<AgentClient> {
  const agent = createAgentClient({
    url,
    credentials: { bearer: token },
    webSocket: BrowserSocket,
    fetch: bare ? bareAgentFetch : plainFetch(false),
  });
  agent.connect();
  await until('an agent to be connected', agent.connection, ({ state }) => state === 'configured');
  return agent;
}
