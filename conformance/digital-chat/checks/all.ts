import type { Check } from '../world/world.ts';
import { aliasChecks } from './aliases.ts';
import { groupChatChecks } from './group-chat.ts';
import { largeChecks } from './large.ts';
import { liveChecks } from './live.ts';
import { messageChecks } from './messages.ts';
import { openingChecks } from './opening.ts';
import { otherChecks } from './other-events.ts';
import { restChecks } from './rest.ts';
import { securedChecks } from './secured.ts';
import { threadChecks } from './threads.ts';

/** Every promise of the page, by area. */
export const allChecks: Readonly<Record<string, readonly Check[]>> = {
  opening: openingChecks,
  threads: threadChecks,
  messages: messageChecks,
  live: liveChecks,
  others: otherChecks,
  groupChat: groupChatChecks,
  aliases: aliasChecks,
  large: largeChecks,
  rest: restChecks,
  secured: securedChecks,
};
