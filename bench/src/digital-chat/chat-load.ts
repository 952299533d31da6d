import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { inWaves } from '../load/in-waves.ts';
import { Latencies, type Latency } from '../load/latency.ts';
import { type LightSocket, openLightSocket } from '../load/light-socket.ts';
import { message, type Population } from '../load/lines.ts';
import { type NativeSocket, openNativeSocket } from '../load/native-socket.ts';
import { ticketFor } from '../load/ticket.ts';

/** Live chats of published clients, each with an agent at a desk of ours. */
export interface Chats {
  readonly url: string;
  readonly brandId: number;
  readonly channelId: string;
  readonly population: Population;
}

export interface Talk {
  readonly seconds: number;
  /** Messages per second over all chats, half of them the customers', half the agents'; on a schedule that waits for nobody. */
  readonly rate: number;
}

export interface Talked {
  readonly said: number;
  /** Of said messages, those that no push told of. */
  readonly missing: number;
  readonly doubled: number;
  /** Of said messages, those that the server would not take. */
  readonly refused: number;
  /** From an agent's frame to the push at the customer's client. */
  readonly push: Latency | null;
  /** From a customer's event to the push of the same message, and to its acknowledgement. */
  readonly echo: Latency | null;
  readonly acknowledged: Latency | null;
}

let customers: LightSocket[] = [];
let agents: NativeSocket[] = [];
let chats: Chats | null = null;

/** When each message was said, by its mark. */
const said = new Map<string, number>();
const asked = new Map<string, number>();
let push = new Latencies();
let echo = new Latencies();
let acknowledged = new Latencies();
let doubled = 0;
let refused = 0;
const told = new Set<string>();

const MARK = /#([ac]\d+)#/;
const NUMBER = /"eventId":"([0-9a-f-]{36})"/;

export async function openChats(wanted: Chats): Promise<{ milliseconds: number }> {
  const start = now();
  chats = wanted;
  const { url, population } = wanted;
  customers = await inWaves(population.conversations.length, 32, (index) => openCustomer(wanted, index));
  agents = await inWaves(population.agents.length, 8, async (place) =>
    openNativeSocket(url, await ticketFor(url, population.agents[place]?.token ?? ''), answered, fail),
  );
  return { milliseconds: now() - start };
}

export async function talk({ seconds, rate }: Talk): Promise<Talked> {
  if (chats === null) throw new Error('No chats are open.');
  const { conversations } = chats.population;
  push = new Latencies();
  echo = new Latencies();
  acknowledged = new Latencies();
  doubled = 0;
  refused = 0;
  said.clear();
  told.clear();
  const start = now();
  const end = start + seconds * 1000;
  const gap = 1000 / rate;
  let number = 0;
  for (let next = start; next < end; ) {
    for (; next <= now() && next < end; next += gap) {
      const index = (number >> 1) % conversations.length;
      if (number % 2 === 0) customerSays(chats, index, `c${number}`);
      else agentSays(chats, index, `a${number}`);
      number += 1;
    }
    await delay(1);
  }
  for (const limit = now() + 15_000; told.size + refused < said.size && now() < limit; ) await delay(20);
  return {
    said: said.size,
    missing: said.size - told.size - refused,
    doubled,
    refused,
    push: push.summary(),
    echo: echo.summary(),
    acknowledged: acknowledged.summary(),
  };
}

function customerSays({ brandId, channelId, population }: Chats, index: number, mark: string): void {
  const { conversationId } = population.conversations[index]!;
  const eventId = randomUUID();
  said.set(mark, now());
  asked.set(eventId, now());
  const data = {
    thread: { idOnExternalPlatform: conversationId },
    messageContent: { type: 'TEXT', payload: { text: `#${mark}# ${message}` } },
    idOnExternalPlatform: randomUUID(),
    consumer: { customFields: [] },
    consumerContact: { customFields: [] },
    attachments: [],
  };
  const payload = { eventType: 'SendMessage', brand: { id: brandId }, channel: { id: channelId }, data };
  customers[index]?.send(JSON.stringify({ action: 'chatWindowEvent', eventId, payload }));
}

function agentSays({ population }: Chats, index: number, mark: string): void {
  const { conversationId, agent } = population.conversations[index]!;
  said.set(mark, now());
  agents[agent]?.send(
    JSON.stringify({
      t: 'send',
      id: mark,
      conversationId,
      clientId: randomUUID(),
      body: { kind: 'text', text: `#${mark}# ${message}` },
    }),
  );
}

function openCustomer({ url, brandId, channelId, population }: Chats, index: number): Promise<LightSocket> {
  const { customer } = population.conversations[index]!;
  const query = new URLSearchParams({
    brandId: String(brandId),
    channelId,
    visitorId: randomUUID(),
    sdkPlatform: 'web',
    sdkVersion: '3.3.0',
  });
  return new Promise((resolve, reject) => {
    let known = false;
    const socket: LightSocket = openLightSocket(`${url.replace(/^http/, 'ws')}/chat/socket?${query}`, {
      open: () => {
        const consumerIdentity = { idOnExternalPlatform: customer.id, firstName: 'Ada', lastName: 'Customer' };
        const data = { authorization: { authorizationCode: null }, disableChannelInfo: true };
        const payload = {
          eventType: 'AuthorizeCustomer',
          brand: { id: brandId },
          channel: { id: channelId },
          consumerIdentity,
          data,
        };
        socket.send(JSON.stringify({ action: 'register', eventId: randomUUID(), payload }));
      },
      text(text) {
        if (known) return heard(text);
        if (!text.includes('"authorizationStatus":"authorized"')) return reject(new Error(text.slice(0, 300)));
        known = true;
        resolve(socket);
      },
      closed: (code) => (known ? fail(`A chat was closed with ${code}.`) : reject(new Error(`Not let in: ${code}`))),
    });
  });
}

function answered(text: string): void {
  if (!text.startsWith('{"t":"reply"') || text.includes('"ok":true')) return;
  if (refused < 3) fail(text.slice(0, 300));
  refused += 1;
}

/** Looks at no more than it must: the load maker shares the machine with what it measures. */
function heard(text: string): void {
  const at = now();
  if (!text.includes('"eventType":"MessageCreated"')) {
    const eventId = text.length < 500 ? NUMBER.exec(text)?.[1] : undefined;
    const since = eventId === undefined ? undefined : asked.get(eventId);
    if (since === undefined || eventId === undefined) return;
    asked.delete(eventId);
    if (text.includes('"error":{')) refused += 1;
    acknowledged.add(at - since);
    return;
  }
  const mark = MARK.exec(text)?.[1];
  const since = mark === undefined ? undefined : said.get(mark);
  if (mark === undefined || since === undefined) return;
  if (told.has(mark)) doubled += 1;
  else (mark.startsWith('a') ? push : echo).add(at - since);
  told.add(mark);
}

function fail(reason: string): void {
  process.stderr.write(`${reason}\n`);
}

/** Milliseconds on a clock that never jumps. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;
