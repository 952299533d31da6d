import type { AgentSettings, BusinessHours, QueueSettings, Webhook } from '@alongside/protocol';
import type { Configuration } from './administration.ts';
import { channelSteps, wantedChannel } from './channels.ts';
import { References } from './references.ts';
import { differences, type Step } from './steps.ts';
import { telephoneSteps, wantedNumber } from './telephones.ts';
import type { PersonInFile, QueueInFile, TenantFile } from './tenant-file.ts';

/** What making ids and first passwords needs. */
export interface Means {
  uuid(): string;
  password(): string;
}

type Put = { readonly word: string; readonly path: string; readonly id: string };

/**
 * The steps from what is to what the file says; none where both agree, so applying twice changes nothing the second time. Pure: it
 * calls nobody. @throws TenantFileFaults where the file points to what is neither in it nor there
 */
export function planOf(file: TenantFile, now: Configuration, means: Means): Step[] {
  const references = new References(file, now, means);
  const queues = (file.queues ?? []).map((queue) => wantedQueue(queue, now, references));
  const people = (file.people ?? []).map((person) => ({ person, wanted: wantedPerson(person, references) }));
  const channels = (file.channels ?? []).map((channel) => wantedChannel(channel, now, references, means));
  const numbers = (file.phoneNumbers ?? []).map((number) => wantedNumber(number, now, references));
  references.assertAllFound();
  return [
    ...patch('settings of the company', '/v1/tenant', 'PATCH', now.tenant, file.tenant ?? {}),
    ...patch('weights of contacts', '/v1/contact-weights', 'PUT', now.contactWeights, {
      ...now.contactWeights,
      ...file.contactWeights,
    }),
    ...patch('settings of co-browse', '/v1/cobrowse/settings', 'PUT', now.cobrowse, {
      ...now.cobrowse,
      ...file.cobrowse,
    }),
    ...(file.skills ?? []).flatMap((skill) =>
      put(
        { word: 'skill', path: '/v1/skills', id: references.skill(skill.name) },
        now.skills,
        {
          description: '',
          ...skill,
        },
        skill,
      ),
    ),
    ...(file.businessHours ?? []).flatMap((hours) =>
      put(
        { word: 'business hours', path: '/v1/business-hours', id: references.hours(hours.name) },
        now.businessHours,
        {
          ...newHours,
          ...hours,
        },
        hours,
      ),
    ),
    ...(file.webhooks ?? []).flatMap((webhook) => webhookSteps(webhook, now.webhooks)),
    ...queueSteps(queues, now, references),
    ...people.flatMap(({ person, wanted }) => personSteps(person, wanted, now, means)),
    ...channelSteps(channels, now),
    ...telephoneSteps(file, now, numbers, means),
    ...(file.cannedReplies ?? []).flatMap((reply) => {
      const found = now.cannedReplies.find(({ shortcut }) => equal(shortcut, reply.shortcut));
      const place = { word: 'reply', path: '/v1/canned-replies', id: found?.id ?? means.uuid() };
      return put(place, now.cannedReplies, reply, reply, reply.shortcut);
    }),
    ...(file.prune ? removals(file, now) : []),
  ];
}

const equal = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const newHours: Omit<BusinessHours, 'id' | 'name'> = { timeZone: 'UTC', week: [], holidays: [], closedMessage: '' };

function patch(what: string, path: string, method: string, now: object, wanted: object): Step[] {
  const changes = differences(now, wanted);
  if (changes.length === 0) return [];
  return [{ sign: '~', what, changes, run: ({ call }) => call(method, path, wanted).then(() => null) }];
}

/** A thing whose id is the caller's: made with its defaults, or changed where the file says so. */
function put<T extends { readonly id: string }>(
  { word, path, id }: Put,
  stored: readonly T[],
  whole: object,
  said: object,
  name = (said as { name?: string }).name ?? '',
): Step[] {
  const found = stored.find((one) => one.id === id);
  const { id: _id, ...before } = found ?? { id };
  const body = found ? { ...before, ...said } : whole;
  const changes = differences(before, body);
  if (found && changes.length === 0) return [];
  const run: Step['run'] = ({ call }) => call('PUT', `${path}/${id}`, body).then(() => null);
  return [{ sign: found ? '~' : '+', what: `${word} "${name}"`, changes: found ? changes : [], run }];
}

function webhookSteps(wanted: NonNullable<TenantFile['webhooks']>[number], stored: readonly Webhook[]): Step[] {
  const what = `webhook ${wanted.url}`;
  const found = stored.find(({ url }) => url === wanted.url);
  if (!found) {
    const body = { description: '', includeText: false, enabled: true, ...wanted };
    return [
      {
        sign: '+',
        what,
        changes: [],
        async run({ call }) {
          const { secret } = await call<{ secret: string }>('POST', '/v1/webhooks', body);
          return `secret of ${wanted.url}: ${secret}`;
        },
      },
    ];
  }
  const events = [...wanted.events].sort();
  const changes = differences({ ...found, events: [...found.events].sort() }, { ...wanted, events });
  if (changes.length === 0) return [];
  const run: Step['run'] = ({ call }) => call('PATCH', `/v1/webhooks/${found.id}`, wanted).then(() => null);
  return [{ sign: '~', what, changes, run }];
}

const newQueue: Omit<QueueSettings, 'id' | 'name'> = {
  isDefault: false,
  priority: 0,
  rings: [{ afterSeconds: 0, requirements: [] }],
  offerSeconds: null,
  hoursId: null,
  maxWaitSeconds: null,
  maxWaitMessage: '',
  overflow: null,
  callBackAfterSeconds: null,
  afterContactSeconds: 0,
  preferLastAgentHours: 0,
  serviceLevel: { seconds: 60, goal: 80 },
  externalRouter: null,
  survey: false,
};

function wantedQueue(queue: QueueInFile, now: Configuration, references: References): QueueSettings {
  const { default: isDefault, rings, hours, overflow, externalRouter, ...plain } = queue;
  const found = now.queues.find(({ name }) => equal(name, queue.name));
  const where = `queue "${queue.name}"`;
  return {
    ...newQueue,
    ...found,
    ...plain,
    id: references.queue(queue.name, where),
    ...(isDefault ? { isDefault } : {}),
    ...(rings
      ? {
          rings: rings.map(({ afterSeconds, requirements }) => ({
            afterSeconds,
            requirements: references.levels(requirements, where),
          })),
        }
      : {}),
    ...(hours === undefined ? {} : { hoursId: hours === null ? null : references.hours(hours, where) }),
    ...(overflow === undefined
      ? {}
      : {
          overflow: overflow && {
            afterSeconds: overflow.afterSeconds,
            queueId: references.queue(overflow.queue, where),
          },
        }),
    ...(externalRouter === undefined
      ? {}
      : {
          externalRouter: externalRouter && {
            webhookId: references.webhook(externalRouter.webhook, where),
            deadlineMilliseconds: externalRouter.deadlineMilliseconds,
          },
        }),
  };
}

/** Queues may overflow into each other, so new ones are made first and point to each other afterwards. */
function queueSteps(wanted: readonly QueueSettings[], now: Configuration, references: References): Step[] {
  const isNew = (id: string) => !now.queues.some((queue) => queue.id === id);
  const early = wanted.filter(({ id, overflow }) => isNew(id) && overflow && isNew(overflow.queueId));
  const made = early.map((queue): Step => {
    const { id, ...body } = { ...queue, overflow: null };
    const run: Step['run'] = async (administration) => {
      await references.resolveWebhooks(administration);
      await administration.call('PUT', `/v1/queue-settings/${id}`, references.resolved(body));
      return null;
    };
    return { sign: '+', what: `queue "${queue.name}"`, changes: [], run };
  });
  const rest = wanted.flatMap((queue): Step[] => {
    const { id, ...body } = queue;
    const found = now.queues.find((one) => one.id === id);
    const before = found ?? (early.includes(queue) ? { ...body, overflow: null } : null);
    const changes = before ? differences(before, body) : [];
    if (before && changes.length === 0) return [];
    const run: Step['run'] = async (administration) => {
      await references.resolveWebhooks(administration);
      await administration.call('PUT', `/v1/queue-settings/${id}`, references.resolved(body));
      return null;
    };
    return [{ sign: before ? '~' : '+', what: `queue "${queue.name}"`, changes, run }];
  });
  return [...made, ...rest];
}

function wantedPerson(
  { email: _email, skills, ...plain }: PersonInFile,
  references: References,
): Partial<AgentSettings> {
  const where = `person ${_email}`;
  return { ...plain, ...(skills ? { skills: references.levels(skills, where) } : {}) };
}

function personSteps(
  { email }: PersonInFile,
  wanted: Partial<AgentSettings>,
  now: Configuration,
  means: Means,
): Step[] {
  const found = now.people.find((person) => equal(person.email, email));
  const what = `person ${email}`;
  if (found) {
    const inOrder = <T extends Partial<AgentSettings>>(settings: T): T =>
      settings.skills
        ? { ...settings, skills: [...settings.skills].sort((a, b) => (a.skillId < b.skillId ? -1 : 1)) }
        : settings;
    const changes = differences(inOrder(found), inOrder(wanted));
    if (changes.length === 0) return [];
    const run: Step['run'] = ({ call }) => call('PATCH', `/v1/agent-settings/${found.id}`, wanted).then(() => null);
    return [{ sign: '~', what, changes, run }];
  }
  return [
    {
      sign: '+',
      what,
      changes: [],
      async run({ call }) {
        const password = means.password();
        const { name = email, role = 'agent', capacity, ...rest } = wanted;
        const { id } = await call<{ id: string }>('POST', '/v1/agents', {
          name,
          email,
          role,
          password,
          ...(capacity === undefined ? {} : { capacity }),
        });
        if (Object.keys(rest).length > 0) await call('PATCH', `/v1/agent-settings/${id}`, rest);
        return `first password of ${email}: ${password}`;
      },
    },
  ];
}

/** What the file does not name any more; people never: they are disabled by saying so. */
function removals(file: TenantFile, now: Configuration): Step[] {
  const gone = <T extends { id: string }>(
    word: string,
    path: string,
    stored: readonly T[],
    kept: readonly string[],
    nameOf: (thing: T) => string,
  ): Step[] =>
    stored
      .filter((thing) => !kept.some((name) => equal(name, nameOf(thing))))
      .map((thing) => ({
        sign: '-',
        what: `${word} "${nameOf(thing)}"`,
        changes: [],
        run: ({ call }) => call('DELETE', `${path}/${thing.id}`).then(() => null),
      }));
  const names = (things: readonly { name: string }[]) => things.map(({ name }) => name);
  return [
    ...(file.phoneNumbers
      ? now.phoneNumbers
          .filter(({ number }) => !file.phoneNumbers?.some((kept) => kept.number === number))
          .map(
            ({ number }): Step => ({
              sign: '-',
              what: `number ${number}`,
              changes: [],
              run: ({ call }) => call('DELETE', `/v1/phone-numbers/${encodeURIComponent(number)}`).then(() => null),
            }),
          )
      : []),
    ...(file.trunks ? gone('trunk', '/v1/trunks', now.trunks, names(file.trunks), ({ name }) => name) : []),
    ...(file.channels ? gone('channel', '/v1/channels', now.channels, names(file.channels), ({ name }) => name) : []),
    ...(file.queues ? gone('queue', '/v1/queue-settings', now.queues, names(file.queues), ({ name }) => name) : []),
    ...(file.webhooks
      ? gone(
          'webhook',
          '/v1/webhooks',
          now.webhooks,
          file.webhooks.map(({ url }) => url),
          ({ url }) => url,
        )
      : []),
    ...(file.businessHours
      ? gone('business hours', '/v1/business-hours', now.businessHours, names(file.businessHours), ({ name }) => name)
      : []),
    ...(file.skills ? gone('skill', '/v1/skills', now.skills, names(file.skills), ({ name }) => name) : []),
    ...(file.cannedReplies
      ? gone(
          'reply',
          '/v1/canned-replies',
          now.cannedReplies,
          file.cannedReplies.map(({ shortcut }) => shortcut),
          ({ shortcut }) => shortcut,
        )
      : []),
  ];
}
