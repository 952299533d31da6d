import type { Agent, TenantSettings, WidgetConfig } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { ACCEPTED_FILES } from '../../files/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { digestOf } from '../../kernel/tokens.ts';
import { assertRole } from '../policy.ts';
import type { Tenant } from '../ports.ts';
import { addAgent } from './people.ts';

/** What a new tenant starts with. */
export const DEFAULT_SETTINGS: TenantSettings = {
  name: 'Our company',
  colour: '#1f5f8b',
  logoUrl: null,
  origins: [],
  defaultLocale: 'en',
  timeZone: 'UTC',
  transactionHashSeconds: 300,
  offerSeconds: 30,
};

const SETUP_SECONDS = 24 * 3600;

/** Creates a tenant with its first queue. */
export async function addTenant(
  platform: Platform,
  input: { domain: string; settings: Partial<TenantSettings>; queueName?: string; brandId?: number },
): Promise<Tenant> {
  return platform.store.tenants.create({
    id: platform.random.uuid(),
    domain: input.domain,
    settings: { ...DEFAULT_SETTINGS, ...input.settings },
    queueName: input.queueName ?? 'Help',
    ...(input.brandId === undefined ? {} : { brandId: input.brandId }),
  });
}

/** The one-time token of the first start; null: the installation has a tenant already. */
export async function prepareSetup(platform: Platform): Promise<string | null> {
  if (!(await platform.store.setup.needed())) return null;
  const token = Buffer.from(platform.random.bytes(32)).toString('base64url');
  await platform.store.setup.saveToken(digestOf(token), SETUP_SECONDS);
  return token;
}

/** Makes the first tenant and its administrator, once. */
export async function createFirstAdministrator(
  platform: Platform,
  input: { token: string; company: string; domain: string; name: string; email: string; password: string; ip?: string },
): Promise<Agent> {
  if (!(await platform.store.setup.consumeToken(digestOf(input.token)))) throw new Refused('setup_refused');
  const by = { kind: 'unknown', id: null, name: 'set-up link', ...(input.ip ? { ip: input.ip } : {}) } as const;
  const { name, email, password } = input;
  const tenant = await addTenant(platform, { domain: input.domain, settings: { name: input.company } });
  const { id, domain } = tenant;
  await platform.store.transaction(id, async (tx) =>
    audit(tx, by, { action: 'tenant.created', target: { kind: 'tenant', id, name: input.company }, after: { domain } }),
  );
  return addAgent(platform, tenant.id, { name, email, password, role: 'administrator' }, by);
}

export async function getTenantSettings(platform: Platform, actor: AgentActor): Promise<TenantSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, (tx) => tx.directory.settings());
}

export async function updateTenantSettings(
  platform: Platform,
  actor: AgentActor,
  change: Partial<TenantSettings>,
): Promise<TenantSettings> {
  assertRole(actor, 'administrator');
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone))
    throw new Refused('invalid_request', {
      field: '/timeZone',
      message: `There is no time zone "${change.timeZone}"; names are like Europe/Istanbul.`,
    });
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.directory.settings();
    const after = await tx.directory.updateSettings(change);
    const target = { kind: 'tenant', id: actor.tenantId, name: after.name };
    audit(tx, actor, { action: 'tenant.settings_changed', target, before, after });
    return after;
  });
}

/** A tenant's public face. */
export async function getWidgetConfig(platform: Platform, domain: string): Promise<WidgetConfig> {
  const tenant = await platform.store.tenants.byDomain(domain);
  if (!tenant) throw new Refused('not_found', { message: `There is no tenant "${domain}".`, field: '/tenant' });
  const { name, colour, logoUrl, defaultLocale, origins } = tenant.settings;
  return {
    tenant: tenant.domain,
    name,
    colour,
    logoUrl,
    defaultLocale,
    origins,
    files: { maxBytes: LIMITS.fileBytes, mediaTypes: Object.keys(ACCEPTED_FILES) },
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
