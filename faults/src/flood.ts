import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { socketTicket } from './calls.ts';
import type { Stranger } from './second-tenant.ts';

/** A process of its own: customers of one company who each send many messages at once, and never wait for an answer. */
export interface FloodOrders {
  readonly url: string;
  readonly customers: readonly Stranger[];
  /** Messages of one customer that are under way at a time. */
  readonly window: number;
}

/** What has come of it so far; sent to the parent four times a second. */
export interface FloodFigures {
  readonly acked: number;
  readonly refused: Readonly<Record<string, number>>;
}

let acked = 0;
const refused: Record<string, number> = {};

process.once('message', (orders: FloodOrders) => {
  for (const customer of orders.customers) void flood(orders, customer);
  setInterval(() => process.send?.({ acked, refused } satisfies FloodFigures), 250);
});
process.once('disconnect', () => process.exit(0));

async function flood({ url, window }: FloodOrders, { conversationId, token }: Stranger): Promise<void> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`, { perMessageDeflate: false });
  const ticket = await socketTicket(url, token);
  const send = () => {
    const body = { kind: 'text', text: 'one of very many' };
    const clientId = randomUUID();
    if (socket.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ t: 'send', id: clientId.slice(0, 18), conversationId, clientId, body }));
  };
  socket.on('error', () => {});
  socket.on('close', () =>
    setTimeout(() => void flood({ url, window, customers: [] }, { conversationId, token }), 250),
  );
  const hello = () => socket.send(JSON.stringify({ t: 'hello', protocol: 1, ticket }));
  if (socket.readyState === WebSocket.OPEN) hello();
  else socket.once('open', hello);
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text.startsWith('{"t":"ping"')) socket.send('{"t":"pong"}');
    else if (text.includes('"t":"welcome"')) for (let n = 0; n < window; n += 1) send();
    else if (text.startsWith('{"t":"reply"')) {
      const { ok, error } = JSON.parse(text) as { ok: boolean; error?: { code: string } };
      if (ok) acked += 1;
      else refused[error?.code ?? 'untyped'] = (refused[error?.code ?? 'untyped'] ?? 0) + 1;
      // Whoever is refused asks again soon, not at once: a device that spins is another fault.
      if (ok) send();
      else setTimeout(send, 100);
    }
  });
}
