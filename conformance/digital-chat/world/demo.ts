import { readFileSync } from 'node:fs';
import type { Site } from '../client/site.ts';
import { Desk } from './desk.ts';

/** The part of demo.json that these suites use. */
export interface DemoFile {
  readonly url: string;
  readonly tenant: { readonly domain: string };
  readonly admin: { readonly email: string; readonly password: string };
  readonly agents: readonly { readonly email: string; readonly password: string }[];
  readonly digitalChat: Site;
}

export const readDemo = (path: string): DemoFile => JSON.parse(readFileSync(path, 'utf8')) as DemoFile;

export function openDesk(demo: DemoFile, index = 0): Promise<Desk> {
  const person = demo.agents[index];
  if (!person) throw new Error(`demo.json has no agent ${index}.`);
  return Desk.open({ url: demo.url, domain: demo.tenant.domain, email: person.email, password: person.password });
}
