import { randomUUID } from 'node:crypto';
import type { CallView, Started } from '@alongside/protocol';
import { createFakeMediaEngine, createFakeTelephonyEngine, type FakeMediaEngine } from '@alongside/testkit';
import { call, startHelp } from './client.ts';
import { accept, availableAgent, type SceneAgent } from './scene.ts';
import { connect, type TestSocket } from './socket.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './start-test-server.ts';

/** A server whose engines a test plays. */
export async function startCallServer(options: TestServerOptions = {}) {
  const media = createFakeMediaEngine();
  const telephony = createFakeTelephonyEngine();
  const server = await startTestServer({ media, telephony, ...options });
  return { server, media, telephony, [Symbol.asyncDispose]: () => server.stop() };
}

/** Gives the demo's company a trunk that calls come and go over, under a number of the company's; answers with its id. */
export async function addTrunk(server: TestServer, admin: string, callerNumber: string): Promise<string> {
  const id = randomUUID();
  const body = {
    name: 'Carrier',
    mode: 'register',
    host: 'sip.example',
    port: null,
    transport: 'udp',
    username: 'bank',
    password: 'a trunk password',
    peers: [],
    srtp: 'never',
    callerNumber,
    codecs: ['PCMA'],
    enabled: true,
  };
  const { status, error } = await call(server, 'PUT', `/v1/trunks/${id}`, { token: admin, body });
  if (status !== 200) throw new Error(`The trunk: ${JSON.stringify(error)}`);
  return id;
}

export interface Talk {
  readonly started: Started;
  readonly customer: TestSocket;
  readonly agent: SceneAgent;
  readonly callId: string;
}

/** The newest picture that a socket has, of this call or of the one that was shown last: an older one may come after it [CALL2]. */
export function pictureOf(socket: TestSocket, callId?: string): CallView | undefined {
  const pictures = socket.frames.flatMap((frame) => (frame.t === 'call.state' ? [frame.call] : []));
  const id = callId ?? pictures.at(-1)?.id;
  return pictures
    .filter((call) => call.id === id)
    .reduce<CallView | undefined>(
      (newest, call) => (newest && newest.version > call.version ? newest : call),
      undefined,
    );
}

/** Waits until the newest picture fits. */
export const picture = (socket: TestSocket, fits: (call: CallView) => boolean, what: string): Promise<CallView> =>
  socket.until(() => {
    const now = pictureOf(socket);
    return now && fits(now) ? now : undefined;
  }, what);

/** A customer who asked for a call, and the agent who took it; nobody has joined yet. */
export async function calling(
  server: TestServer,
  { agentIndex = 0, helpType = 'VOICE_CALL' }: { agentIndex?: number; helpType?: 'VOICE_CALL' | 'VIDEO_CALL' } = {},
): Promise<Talk> {
  const agent = await availableAgent(server, agentIndex);
  return calledBy(server, agent, helpType);
}

export async function calledBy(
  server: TestServer,
  agent: SceneAgent,
  helpType: 'VOICE_CALL' | 'VIDEO_CALL' = 'VOICE_CALL',
): Promise<Talk> {
  const started = await startHelp(server, undefined, { helpType });
  const customer = await connect(server, started.token);
  await accept(server, agent, started.contactId);
  const { id: callId } = await picture(customer, ({ state }) => state === 'connecting', 'the call to be answered');
  return { started, customer, agent, callId };
}

/** Both sides join and are heard. */
export async function speaking(media: FakeMediaEngine, talk: Talk): Promise<{ customerId: string; agentId: string }> {
  const { customer, agent, callId } = talk;
  const ids: string[] = [];
  for (const socket of [customer, agent.socket]) {
    const reply = await socket.request({ t: 'call.join', callId });
    if (!reply.ok) throw new Error(`Join: ${JSON.stringify(reply.error)}`);
    const { partyId } = await socket.frame('call.joined', (frame) => frame.callId === callId);
    ids.push(partyId);
    media.flow(callId, partyId);
  }
  const on = (call: CallView) => call.id === callId && call.state === 'in_progress';
  await picture(customer, on, 'the call to begin');
  await picture(agent.socket, on, 'the call to begin');
  const [customerId = '', agentId = ''] = ids;
  return { customerId, agentId };
}

export const verb = (
  server: TestServer,
  token: string,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) => call<CallView>(server, method, path, { token, ...(body === undefined ? {} : { body }) });
