import { AndroidClient } from './android.ts';
import type { ChatClient } from './chat.ts';
import type { Opening } from './client.ts';
import { IosClient } from './ios.ts';
import type { Platform } from './site.ts';
import { WebClient } from './web.ts';

/** A published client's behaviour, by its platform. */
export function newClient(platform: Platform, opening: Opening): ChatClient {
  if (platform === 'web') return new WebClient(opening);
  return platform === 'android' ? new AndroidClient(opening) : new IosClient(opening);
}
