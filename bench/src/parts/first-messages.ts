import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createAlongside } from '@alongside/sdk';
import { createAgentClient } from '@alongside/sdk/agent';
import type pg from 'pg';
import { withClient } from '../env/postgres.ts';
import type { Product } from '../env/product.ts';
import { BrowserSocket } from '../load/browser-socket.ts';
import { until } from '../load/sdk-clients.ts';
import { plainFetch } from '../load/sdk-fetch.ts';

const surroundings = { webSocket: BrowserSocket, fetch: plainFetch(false) };

/**
 * What two people feel, on an otherwise idle server and with the real SDK on both sides: how long from the customer's tap until it rings at
 * an agent, and from the agent's accept until their first words stand on the customer's screen. Milliseconds.
 */
export async function firstMessages(
  { url, demo }: Product,
  contacts: number,
): Promise<{ tapToOffer: number[]; acceptToFirstMessage: number[] }> {
  const tapToOffer: number[] = [];
  const acceptToFirstMessage: number[] = [];
  const [credentials] = demo.agents;
  if (credentials === undefined) throw new Error('The demo has no agent.');
  const agent = createAgentClient({ url, credentials: { bearer: null }, ...surroundings });
  try {
    const { email, password } = credentials;
    await agent.call('signIn', { body: { email, password, transport: 'bearer' } });
    agent.connect();
    await until('the agent to be connected', agent.connection, ({ state }) => state === 'configured');
    await agent.call('setPresence', { body: { state: 'available' } });
    await withClient(demo.database, async (client) => {
      for (let contact = 0; contact < contacts; contact += 1) {
        const customer = createAlongside({ url, tenant: demo.tenant.domain, ...surroundings });
        const customerId = randomUUID();
        const transactionHash = await vouch(client, demo.tenant.id, customerId, await customer.getDeviceHash());

        const tapped = performance.now();
        const started = customer.startAnonymousOnlineHelp({
          customerId,
          customerName: 'Ada Customer',
          helpType: 'CHAT',
          transactionHash,
          isLoggedIn: true,
          isBackground: false,
        });
        const desk = await until('an offer', agent.desk, (now) => (now?.offers.length ?? 0) > 0);
        tapToOffer.push(performance.now() - tapped);
        await started;
        await until('the customer to be connected', customer.connection, ({ state }) => state === 'configured');

        const [offer] = desk?.offers ?? [];
        if (offer === undefined) throw new Error('unreachable');
        const { contactId, conversationId, epoch } = offer;
        const accepted = performance.now();
        await agent.call('acceptOffer', { params: { contactId }, body: { epoch } });
        agent.conversation(conversationId).sendText('Hello, how can I help?');
        await until('the first message', customer.conversation.messages, (messages) => messages.length > 0);
        acceptToFirstMessage.push(performance.now() - accepted);

        await agent.call('endContact', { params: { contactId }, body: { wrapUp: 'done' } });
        agent.conversation(conversationId).leave();
        customer.close();
        await until('an empty desk', agent.desk, (now) => now?.offers.length === 0 && now.presence.openContacts === 0);
      }
    });
  } finally {
    agent.close();
  }
  return { tapToOffer, acceptToFirstMessage };
}

/** What the company's backend gets from the server with its signed request, which is measured elsewhere. */
async function vouch(client: pg.Client, tenantId: string, customerId: string, deviceHash: string): Promise<string> {
  const hash = randomBytes(32).toString('base64url');
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
  await client.query(
    `INSERT INTO transaction_hashes (tenant_id, digest, customer_number, device_hash, expires_at)
     VALUES ($1, $2, $3, $4, clock_timestamp() + interval '5 minutes')`,
    [tenantId, createHash('sha256').update(hash, 'utf8').digest(), customerId, deviceHash],
  );
  await client.query('COMMIT');
  return hash;
}
