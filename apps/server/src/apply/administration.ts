import type {
  AgentSettings,
  BusinessHours,
  CallSettings,
  CannedReply,
  ChannelView,
  CobrowseSettings,
  ContactWeights,
  ErrorBody,
  PhoneNumber,
  QueueSettings,
  SignedIn,
  Skill,
  TenantSettings,
  TrunkSettings,
  Webhook,
} from '@alongside/protocol';

/** Calls the administration over HTTP, as any script would. */
export interface Administration {
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** A refusal of the server, in its own words. */
export class AdministrationRefused extends Error {
  readonly code: string;

  constructor(what: string, { code, message }: { code: string; message: string }) {
    super(`${what}: ${message} (${code})`);
    this.name = 'AdministrationRefused';
    this.code = code;
  }
}

/** Signs in and answers a way to call. @throws AdministrationRefused, or what `fetch` throws when nobody answers */
export async function signInTo(
  url: string,
  person: { email: string; password: string; tenant?: string },
): Promise<Administration & { signOut(): Promise<void> }> {
  const open = caller(url, null);
  const { token } = await open.call<SignedIn>('POST', '/v1/agent/sign-in', { ...person, transport: 'bearer' });
  const administration = caller(url, token ?? '');
  return { ...administration, signOut: () => administration.call('POST', '/v1/agent/sign-out') };
}

function caller(url: string, token: string | null): Administration {
  return {
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
      throw new AdministrationRefused(`${method} ${path}`, refusalIn(text, response.status));
    },
  };
}

function refusalIn(text: string, status: number): { code: string; message: string } {
  try {
    return (JSON.parse(text) as ErrorBody).error;
  } catch {
    return { code: `http_${status}`, message: 'The answer is not one of an Alongside server.' };
  }
}

/** Everything that a tenant file can speak of, as it is now. */
export interface Configuration {
  readonly tenant: TenantSettings;
  readonly contactWeights: ContactWeights;
  readonly cobrowse: CobrowseSettings;
  readonly skills: readonly Skill[];
  readonly businessHours: readonly BusinessHours[];
  readonly webhooks: readonly Webhook[];
  readonly queues: readonly QueueSettings[];
  readonly channels: readonly ChannelView[];
  readonly people: readonly AgentSettings[];
  readonly cannedReplies: readonly CannedReply[];
  readonly calls: CallSettings;
  readonly trunks: readonly TrunkSettings[];
  readonly phoneNumbers: readonly PhoneNumber[];
}

export async function readConfiguration({ call }: Administration): Promise<Configuration> {
  const [tenant, contactWeights, cobrowse, skills, hours, webhooks, queues, people, replies, channels, ...telephones] =
    await Promise.all([
      call<TenantSettings>('GET', '/v1/tenant'),
      call<ContactWeights>('GET', '/v1/contact-weights'),
      call<CobrowseSettings>('GET', '/v1/cobrowse/settings'),
      call<{ skills: Skill[] }>('GET', '/v1/skills'),
      call<{ hours: BusinessHours[] }>('GET', '/v1/business-hours'),
      call<{ webhooks: Webhook[] }>('GET', '/v1/webhooks'),
      call<{ queues: QueueSettings[] }>('GET', '/v1/queue-settings'),
      call<{ agents: AgentSettings[] }>('GET', '/v1/agent-settings'),
      call<{ replies: CannedReply[] }>('GET', '/v1/canned-replies'),
      call<{ channels: ChannelView[] }>('GET', '/v1/channels'),
      call<CallSettings>('GET', '/v1/call-settings'),
      call<{ trunks: TrunkSettings[] }>('GET', '/v1/trunks'),
      call<{ numbers: PhoneNumber[] }>('GET', '/v1/phone-numbers'),
    ]);
  const [calls, trunks, numbers] = telephones;
  return {
    tenant,
    contactWeights,
    cobrowse,
    skills: skills.skills,
    businessHours: hours.hours,
    webhooks: webhooks.webhooks,
    queues: queues.queues,
    people: people.agents,
    cannedReplies: replies.replies,
    channels: channels.channels,
    calls,
    trunks: trunks.trunks,
    phoneNumbers: numbers.numbers,
  };
}
