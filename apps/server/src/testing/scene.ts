import type { Contact, Desk, SignedIn, Started } from '@alongside/protocol';
import { call, signIn, startHelp } from './client.ts';
import { connect, type TestSocket } from './socket.ts';
import type { TestServer } from './start-test-server.ts';

/** An agent at a desk. */
export interface SceneAgent extends SignedIn {
  readonly token: string;
  readonly socket: TestSocket;
}

/** Signs an agent in, connects and makes them available. */
export async function availableAgent(server: TestServer, index = 0): Promise<SceneAgent> {
  const signedIn = await signIn(server, server.demo.agents[index]!);
  const socket = await connect(server, signedIn.token);
  await setPresence(server, signedIn.token, 'available');
  return { ...signedIn, socket };
}

export const setPresence = (server: TestServer, token: string, state: 'available' | 'away') =>
  call<Desk>(server, 'PUT', '/v1/agent/presence', { token, body: { state } });

/** Waits until the contact rings at the agent, and takes it. */
export async function accept(server: TestServer, agent: SceneAgent, contactId: string): Promise<Contact> {
  const ringing = ({ desk }: { desk: Desk }) => desk.offers.find((offer) => offer.contactId === contactId);
  const { epoch } = ringing(await agent.socket.frame('desk', (frame) => ringing(frame) !== undefined))!;
  const { status, body } = await call<Contact>(server, 'POST', `/v1/contacts/${contactId}/accept`, {
    token: agent.token,
    body: { epoch },
  });
  if (status !== 200) throw new Error(`Accept: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** A customer who talks with an agent. */
export async function talking(
  server: TestServer,
  agentIndex = 0,
): Promise<{ started: Started; customer: TestSocket; agent: SceneAgent }> {
  const agent = await availableAgent(server, agentIndex);
  const started = await startHelp(server);
  const customer = await connect(server, started.token);
  await accept(server, agent, started.contactId);
  return { started, customer, agent };
}
