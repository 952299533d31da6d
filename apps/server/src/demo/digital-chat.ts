import type { DemoDigitalChat } from './demo-file.ts';

const id = (number: number): string => `chat_6f1c2a50-0b1d-4c55-9a01-3d5e8f7a000${number}`;

/** The demo's channels as tenant.yaml declares them. */
export const DEMO_CHANNELS: DemoDigitalChat['channels'] = {
  multi: id(1),
  single: id(2),
  live: id(3),
  secured: id(4),
  oauth: id(5),
  legacyoauth: id(6),
};

/** The provider of the demo's signed-in channels: it exists in demo mode only. */
export const DEMO_ISSUER = 'https://login.meridian.example';

export function demoDigitalChat(url: string, brandId: number): DemoDigitalChat {
  const origin = url.replace(/\/$/, '');
  return {
    brandId,
    chat: `${origin}/chat`,
    gateway: `${origin.replace(/^http/, 'ws')}/chat/socket`,
    authorize: `${origin}/oauth/token`,
    analytics: `${origin}/web-analytics`,
    channels: DEMO_CHANNELS,
  };
}
