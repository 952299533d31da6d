import type { SettingVersion, VersionedKind } from '@alongside/protocol';
import type { AgentClient } from '@alongside/sdk/agent';
import { createContext, useContext } from 'react';

type Call = AgentClient['call'];
type Operation = Parameters<Call>[0];

/** Of each kind of thing that has versions: the first word of its forms' addresses, as `queues/<id>`, and the request that reads all of it. */
const THINGS: Readonly<Record<VersionedKind, { readonly page: string; readonly read: Operation }>> = {
  company: { page: 'company', read: 'getTenantSettings' },
  agent: { page: 'people', read: 'listAgentSettings' },
  canned_reply: { page: 'canned', read: 'listCannedReplies' },
  queue: { page: 'queues', read: 'listQueueSettings' },
  skill: { page: 'skills', read: 'listSkills' },
  business_hours: { page: 'hours', read: 'listBusinessHours' },
  contact_weights: { page: 'weights', read: 'getContactWeights' },
  channel: { page: 'channels', read: 'listChannels' },
  webhook: { page: 'webhooks', read: 'listWebhooks' },
  company_backend: { page: 'services', read: 'getCompanyBackend' },
  visitor_settings: { page: 'visitors', read: 'getVisitorSettings' },
  push_settings: { page: 'push', read: 'getPushSettings' },
  cobrowse_settings: { page: 'cobrowse', read: 'getCobrowseSettings' },
  phone_link: { page: 'phone', read: 'getPhoneLink' },
  call_settings: { page: 'calls', read: 'getCallSettings' },
  trunk: { page: 'trunks', read: 'listTrunks' },
  phone_number: { page: 'numbers', read: 'listPhoneNumbers' },
};
const kindsBy = (word: 'page' | 'read'): ReadonlyMap<string, VersionedKind> =>
  new Map(Object.entries(THINGS).map(([kind, thing]) => [thing[word], kind as VersionedKind]));
const PAGES = kindsBy('page');
/** Versions that were read before what a request reads whole are not newer than what it brings. */
const READS = kindsBy('read');

/** What a request changes, and which of its parameters names the thing; `saves`: it can say which version it was made from. */
interface Write {
  readonly kind: VersionedKind;
  readonly id?: string;
  readonly saves?: boolean;
}
const WRITES: Partial<Record<Operation, Write>> = {
  updateTenantSettings: { kind: 'company', saves: true },
  createAgent: { kind: 'agent' },
  updateAgentSettings: { kind: 'agent', id: 'id', saves: true },
  saveCannedReply: { kind: 'canned_reply', id: 'id', saves: true },
  deleteCannedReply: { kind: 'canned_reply', id: 'id' },
  saveQueue: { kind: 'queue', id: 'id', saves: true },
  deleteQueue: { kind: 'queue', id: 'id' },
  saveSkill: { kind: 'skill', id: 'id', saves: true },
  deleteSkill: { kind: 'skill', id: 'id' },
  saveBusinessHours: { kind: 'business_hours', id: 'id', saves: true },
  deleteBusinessHours: { kind: 'business_hours', id: 'id' },
  saveContactWeights: { kind: 'contact_weights', saves: true },
  saveChannel: { kind: 'channel', id: 'channelId', saves: true },
  deleteChannel: { kind: 'channel', id: 'channelId' },
  createWebhook: { kind: 'webhook' },
  updateWebhook: { kind: 'webhook', id: 'webhookId', saves: true },
  deleteWebhook: { kind: 'webhook', id: 'webhookId' },
  saveCompanyBackend: { kind: 'company_backend', saves: true },
  removeCompanyBackend: { kind: 'company_backend' },
  saveVisitorSettings: { kind: 'visitor_settings', saves: true },
  savePushSettings: { kind: 'push_settings', saves: true },
  saveCobrowseSettings: { kind: 'cobrowse_settings', saves: true },
  savePhoneLink: { kind: 'phone_link', saves: true },
  saveCallSettings: { kind: 'call_settings', saves: true },
  saveTrunk: { kind: 'trunk', id: 'id', saves: true },
  deleteTrunk: { kind: 'trunk', id: 'id' },
  savePhoneNumber: { kind: 'phone_number', id: 'number', saves: true },
  deletePhoneNumber: { kind: 'phone_number', id: 'number' },
};

interface Known {
  /** By kind and id; undefined: somebody here has saved it, and it is not read again yet. */
  readonly versions: Map<string, number | undefined>;
  /** Kinds that were read: what of them has no version was never changed. */
  readonly kinds: Set<VersionedKind>;
  /** Of forms in which somebody has begun to type: the version that they began with; undefined: nobody knows. */
  readonly begun: Map<string, number | undefined>;
}

const keyOf = (kind: VersionedKind, id: string | null | undefined): string => `${kind} ${id ?? ''}`;

/** The thing that a form's page is about; null: nothing that has a version. */
function thingAt(page: string): { kind: VersionedKind; id: string | null } | null {
  const [first = '', ...rest] = page.split('/');
  const kind = PAGES.get(first);
  return kind === undefined ? null : { kind, id: rest.length === 0 ? null : rest.join('/') };
}

/** Saves in administration say which version they were made from, so that none goes over another unseen. */
export interface Versions {
  /** In place of the client's own. */
  readonly call: Call;
  /** Somebody begins to type in the form at this page. */
  begin(page: string): void;
  /** What they typed is saved or given up, or rests on what is read anew. */
  end(page: string): void;
  /** Who made the last version of what this page is about, and when; null: not to be had. */
  last(page: string): Promise<SettingVersion | null>;
}

const KEPT = 'admin-versions';

/** @param cache forgets everything at sign-out; what is known of versions goes with it */
export function createVersions(call: Call, cache: Map<string, unknown>): Versions {
  const known = (): Known => {
    const kept = cache.get(KEPT) as Known | undefined;
    if (kept) return kept;
    const fresh: Known = { versions: new Map(), kinds: new Set(), begun: new Map() };
    cache.set(KEPT, fresh);
    return fresh;
  };
  const current = (kind: VersionedKind, id: string | null | undefined): number | undefined => {
    const { versions, kinds } = known();
    const key = keyOf(kind, id);
    if (!kinds.has(kind)) return undefined;
    return versions.has(key) ? versions.get(key) : 0;
  };
  /** What is saved has a version that nobody here knows until it is read again. */
  const forget = (key: string) => {
    const { versions, begun } = known();
    begun.delete(key);
    versions.set(key, undefined);
  };

  let asking: Promise<readonly SettingVersion[] | null> | null = null;
  /** Several who read at once share one answer. */
  const ask = () => {
    asking ??= call('listSettingVersions')
      .then(
        ({ versions }) => versions,
        () => null,
      )
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  const take = (kind: VersionedKind, list: readonly SettingVersion[] | null) => {
    const { versions, kinds } = known();
    for (const key of [...versions.keys()]) if (key.startsWith(`${kind} `)) versions.delete(key);
    if (list === null) return void kinds.delete(kind);
    kinds.add(kind);
    for (const one of list) if (one.kind === kind) versions.set(keyOf(kind, one.id), one.version);
  };

  const plain = call as (operation: Operation, request?: object) => Promise<unknown>;
  const guarded = async (operation: Operation, request?: { readonly params?: Readonly<Record<string, string>> }) => {
    const read = READS.get(operation);
    if (read !== undefined) {
      const versions = await ask();
      const answer = await plain(operation, request);
      take(read, versions);
      return answer;
    }
    const write = WRITES[operation];
    if (write === undefined) return plain(operation, request);
    const { begun } = known();
    const id = write.id === undefined ? null : request?.params?.[write.id];
    const key = keyOf(write.kind, id);
    const basedOn = begun.has(key) ? begun.get(key) : current(write.kind, id);
    const answer = await plain(operation, write.saves && basedOn !== undefined ? { ...request, basedOn } : request);
    forget(key);
    return answer;
  };

  return {
    call: guarded as Call,
    begin(page) {
      const thing = thingAt(page);
      if (thing) known().begun.set(keyOf(thing.kind, thing.id), current(thing.kind, thing.id));
    },
    end(page) {
      const thing = thingAt(page);
      if (thing) known().begun.delete(keyOf(thing.kind, thing.id));
    },
    async last(page) {
      const thing = thingAt(page);
      const list = thing && (await ask());
      return list?.find(({ kind, id }) => kind === thing?.kind && id === thing.id) ?? null;
    },
  };
}

export interface VersionsInUse extends Versions {
  /** Reads anew what the page shows. */
  readonly reload: () => void;
}

export const VersionsContext = createContext<VersionsInUse | null>(null);

/** null where nothing is guarded: a form outside of administration. */
export const useVersions = (): VersionsInUse | null => useContext(VersionsContext);
