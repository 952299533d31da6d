import type { ChannelSettings, ChannelView, FieldDefinition } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import type { Channel } from '../ports.ts';

/** By name, and the number that apps name the company by. */
export async function listChannels(
  platform: Platform,
  actor: AgentActor,
): Promise<{ channels: ChannelView[]; brandId: number }> {
  assertRole(actor, 'supervisor');
  const tenant = await platform.store.tenants.byId(actor.tenantId);
  if (!tenant) throw new Refused('not_found');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const channels: ChannelView[] = [];
    for (const channel of await tx.channels.channels()) channels.push(await viewOf(tx, channel));
    return { channels, brandId: tenant.brandId };
  });
}

/** Makes or changes a channel. Refuses what cannot work: authorization without a provider, a question twice, a queue that is not there. */
export async function saveChannel(
  platform: Platform,
  actor: AgentActor,
  settings: ChannelSettings,
): Promise<ChannelView> {
  assertRole(actor, 'administrator');
  assertWorks(settings);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.channels.channel(settings.id);
    const wanted = { ...settings, name: settings.name.trim() };
    await tx.channels.saveChannel(wanted);
    const saved = await tx.channels.channel(settings.id);
    if (!saved) throw new Error('A channel that was just saved is not there.');
    audit(tx, actor, {
      action: 'channel.saved',
      target: { kind: 'channel', id: saved.id, name: saved.name },
      before: before && settingsOf(before),
      after: settingsOf(saved),
    });
    return viewOf(tx, saved);
  });
}

/** Refuses `in_use` while there are conversations on it. */
export async function deleteChannel(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.channels.channel(id);
    if (!before || !(await tx.channels.removeChannel(id))) throw new Refused('not_found');
    const target = { kind: 'channel', id, name: before.name };
    audit(tx, actor, { action: 'channel.deleted', target, before: settingsOf(before) });
  });
}

/** The client's secret at the OpenID provider; null: it has none. Written only. */
export async function setChannelSecret(
  platform: Platform,
  actor: AgentActor,
  id: string,
  secret: string | null,
): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const channel = await tx.channels.channel(id);
    if (!channel) throw new Refused('not_found');
    await tx.channels.saveChannel(settingsOf(channel), secret === null ? null : platform.sealer.seal(secret));
    const after = { openIdSecretSet: secret !== null };
    audit(tx, actor, { action: 'channel.secret_set', target: { kind: 'channel', id, name: channel.name }, after });
  });
}

function settingsOf({ tenantId: _tenant, brandId: _brand, ...settings }: Channel): ChannelSettings {
  return settings;
}

const viewOf = async (tx: Transaction, channel: Channel): Promise<ChannelView> => ({
  ...settingsOf(channel),
  openIdSecretSet: (await tx.channels.sealedOpenIdSecret(channel.id)) !== null,
});

function assertWorks(settings: ChannelSettings): void {
  const { identity, openId } = settings;
  const authorizes = identity === 'oauth' || identity === 'secured_oauth';
  if (authorizes && openId === null) throw wrong('/openId', `A channel of kind ${identity} needs an OpenID provider.`);
  if (openId !== null && !isWebAddress(openId.issuer)) throw wrong('/openId/issuer', 'The issuer is an https address.');
  if (openId !== null && !URL.canParse(openId.redirectUri)) throw wrong('/openId/redirectUri', 'This is no address.');
  for (const [place, fields] of [
    ['/preContactForm/fields', settings.preContactForm?.fields ?? []],
    ['/contactFields', settings.contactFields],
    ['/customerFields', settings.customerFields],
  ] as const)
    assertFields(place, fields);
}

function assertFields(place: string, fields: readonly FieldDefinition[]): void {
  const seen = new Set<string>();
  for (const [index, { ident, type, values }] of fields.entries()) {
    if (seen.has(ident)) throw wrong(`${place}/${index}/ident`, `"${ident}" stands there twice.`);
    seen.add(ident);
    const names = new Set(values.map(({ name }) => name));
    if (names.size !== values.length) throw wrong(`${place}/${index}/values`, 'A node stands there twice.');
    if (values.length > 0 && type !== 'list' && type !== 'tree')
      throw wrong(`${place}/${index}/values`, 'Only lists and trees have values.');
    if (values.some(({ parent }) => parent !== null && (type !== 'tree' || !names.has(parent))))
      throw wrong(`${place}/${index}/values`, 'A node hangs on one that is not there.');
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}

const wrong = (place: string, message: string) => new Refused('invalid_request', { field: `/body${place}`, message });
