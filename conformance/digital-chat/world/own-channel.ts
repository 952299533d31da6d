import { randomUUID } from 'node:crypto';
import type { ChannelName, Site } from '../client/site.ts';
import type { DemoFile } from './demo.ts';

/** A channel that the demo company's administrator makes for one suite; the site that comes back has it in place of the one of that name. */
export async function ownChannel(demo: DemoFile, name: ChannelName, settings: object): Promise<Site> {
  const { token } = await signIn(demo);
  const id = `chat_${randomUUID()}`;
  const response = await fetch(`${demo.url.replace(/\/$/, '')}/v1/channels/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      name: `Trial ${id.slice(5, 13)}`,
      mode: 'multi',
      identity: 'anonymous',
      openId: null,
      queueId: null,
      hoursId: null,
      needsAgents: false,
      files: { enabled: true, maxMegabytes: 1, types: [] },
      preContactForm: null,
      contactFields: [],
      customerFields: [],
      transcript: true,
      proactive: false,
      welcomeText: null,
      ...settings,
    }),
  });
  if (!response.ok) throw new Error(`The channel was refused: ${response.status} ${await response.text()}`);
  return { ...demo.digitalChat, channels: { ...demo.digitalChat.channels, [name]: id } };
}

async function signIn({ url, tenant, admin }: DemoFile): Promise<{ token: string }> {
  const response = await fetch(`${url.replace(/\/$/, '')}/v1/agent/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant: tenant.domain, ...admin, transport: 'bearer' }),
  });
  if (!response.ok) throw new Error(`The administrator was refused: ${response.status}`);
  return (await response.json()) as { token: string };
}
