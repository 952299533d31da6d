import { addAgent, addTenant, issueAccessKey, openAccessKey, type Platform, type Tenant } from '@alongside/domain';
import { StartRefused } from '../command/start-refused.ts';
import { DEMO_ADMIN, DEMO_AGENTS, DEMO_TENANT, type DemoPerson } from './cast.ts';
import { type DemoFile, demoFilePath, readDemoFile, writeDemoFile } from './demo-file.ts';
import { speakablePassword } from './passwords.ts';

export type SeededDemo = Pick<DemoFile, 'tenant' | 'admin' | 'agents' | 'onlineHelp'>;

type Credentials = Readonly<Record<string, string>>;

/**
 * Makes the demo's tenant and people, or finds them. Passwords are written down before anybody gets one, so a start that is cut off
 * can be repeated. @throws StartRefused when the people are there and the file with their passwords is not
 */
export async function seedDemo(platform: Platform, dataDir: string): Promise<SeededDemo> {
  const earlier = readDemoFile(dataDir);
  const people = [DEMO_ADMIN, ...DEMO_AGENTS];
  const known = passwordsIn(earlier);
  const passwords = Object.fromEntries(
    people.map(({ email }) => [email, known[email] ?? speakablePassword(platform.random)]),
  );
  if (people.some(({ email }) => known[email] === undefined))
    writeDemoFile(dataDir, { ...earlier, ...roster(passwords) });

  const tenant = await findOrMakeTenant(platform);
  const ids = new Map<string, string>();
  for (const person of people) {
    ids.set(
      person.email,
      await findOrAdd(platform, tenant, person, {
        password: passwords[person.email]!,
        known: person.email in known,
        dataDir,
      }),
    );
  }
  const { admin, agents } = roster(passwords, ids);
  const { id, domain, brandId } = tenant;
  return { tenant: { id, domain, brandId }, admin, agents, onlineHelp: await findOrMakeKey(platform, tenant, earlier) };
}

const passwordsIn = ({ admin, agents = [] }: Partial<DemoFile>): Credentials =>
  Object.fromEntries([...(admin ? [admin] : []), ...agents].map(({ email, password }) => [email, password]));

function roster(passwords: Credentials, ids = new Map<string, string>()): Pick<DemoFile, 'admin' | 'agents'> {
  return {
    admin: { email: DEMO_ADMIN.email, password: passwords[DEMO_ADMIN.email]! },
    agents: DEMO_AGENTS.map(({ email, ipphone = '' }) => ({
      id: ids.get(email) ?? '',
      email,
      password: passwords[email]!,
      ipphone,
    })),
  };
}

async function findOrMakeTenant(platform: Platform): Promise<Tenant> {
  const found = await platform.store.tenants.byDomain(DEMO_TENANT.domain);
  if (found) return found;
  const tenant = await addTenant(platform, DEMO_TENANT);
  // The bank's customers are invented: nobody has to be asked.
  await platform.store.transaction(tenant.id, (tx) => tx.visitors.saveSettings({ tracking: 'on', keepMonths: 3 }));
  return tenant;
}

async function findOrAdd(
  platform: Platform,
  tenant: Tenant,
  person: DemoPerson,
  { password, known, dataDir }: { password: string; known: boolean; dataDir: string },
): Promise<string> {
  const found = await platform.store.transaction(tenant.id, (tx) => tx.directory.agentByEmail(person.email));
  if (!found) return (await addAgent(platform, tenant.id, { ...person, password })).id;
  if (!known) {
    throw new StartRefused(
      `The demo's passwords were in ${demoFilePath(dataDir)}, which is gone; begin anew with an empty data folder (npm run up -- --reset) or database.`,
    );
  }
  return found.id;
}

async function findOrMakeKey(
  platform: Platform,
  tenant: Tenant,
  { onlineHelp }: Partial<DemoFile>,
): Promise<DemoFile['onlineHelp']> {
  // Sealed with another key, it cannot be opened: then a new one is made.
  const opened = onlineHelp && (await openAccessKey(platform, onlineHelp.accessKeyId).catch(() => null));
  return opened && onlineHelp && opened.secrets.includes(onlineHelp.accessKeySecret)
    ? onlineHelp
    : issueAccessKey(platform, tenant);
}
