import { readFileSync } from 'node:fs';
import { inject } from 'vitest';

/** The part of demo.json that these suites use. */
export interface Demo {
  readonly url: string;
  readonly tenant: { readonly id: string; readonly domain: string };
  readonly admin: { readonly email: string; readonly password: string };
  readonly agents: readonly { readonly id: string; readonly email: string; readonly password: string }[];
  readonly phoneLink: {
    readonly domain: string;
    readonly apiToken: string;
    readonly voiceToken: string;
    readonly agentId: string;
  };
  readonly onlineHelp: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

export const demo: Demo = JSON.parse(readFileSync(inject('demoJson'), 'utf8')) as Demo;
