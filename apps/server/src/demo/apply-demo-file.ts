import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@alongside/domain';
import { readConfiguration, signInTo } from '../apply/administration.ts';
import { means } from '../apply/means.ts';
import { planOf } from '../apply/plan.ts';
import { readTenantFile } from '../apply/read-tenant-file.ts';
import { HOUSE } from '../http/app-folders.ts';
import type { SeededDemo } from './seed-demo.ts';

export interface DemoTenantFile {
  readonly text: string;
  /** Of the text, in hex: tells whether a start has applied this very file before. */
  readonly digest: string;
}

export interface ApplyDemoOptions {
  /** Where the server listens, as this machine reaches it. */
  readonly url: string;
  readonly log: Logger;
}

/** The file that describes the demo bank: as it stands in the sources or, where there are none, as the build copied it. */
export function readDemoTenantFile(): DemoTenantFile {
  const places = ['src', 'dist'].map((folder) => join(HOUSE, 'apps', 'server', folder, 'demo', 'tenant.yaml'));
  const text = readFileSync(places.find(existsSync) ?? places[0]!, 'utf8');
  return { text, digest: createHash('sha256').update(text).digest('hex') };
}

/**
 * Makes the demo's tenant what the file says, over REST as `alongside apply` does. Answers how many steps that took; null where it
 * failed, which the log tells and which does not keep the demo from starting: its people may have changed what the file needs.
 */
export async function applyDemoFile(
  { text }: DemoTenantFile,
  { tenant, admin }: Pick<SeededDemo, 'tenant' | 'admin'>,
  { url, log }: ApplyDemoOptions,
): Promise<number | null> {
  try {
    const administration = await signInTo(url, { ...admin, tenant: tenant.domain });
    try {
      const steps = planOf(readTenantFile(text), await readConfiguration(administration), means);
      for (const step of steps) await step.run(administration);
      return steps.length;
    } finally {
      await administration.signOut().catch(() => undefined);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ where: 'demo', reason }, 'The tenant file of the demo could not be applied.');
    return null;
  }
}
