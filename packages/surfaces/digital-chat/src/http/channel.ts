import type { DigitalChatPorts } from '../ports.ts';
import { renderAvailability, renderChannelInfo } from '../rendering/channel-info.ts';
import { type ChatHandler, json } from './exchange.ts';
import { channelOf } from './guarded.ts';

export const channelInfo =
  (ports: DigitalChatPorts): ChatHandler =>
  async ({ params, headers }) => {
    const channel = await channelOf(ports, params, headers);
    return json(200, renderChannelInfo(channel, await ports.isOnline(channel)));
  };

export const availability =
  (ports: DigitalChatPorts): ChatHandler =>
  async ({ params, headers }) =>
    json(200, renderAvailability(await ports.isOnline(await channelOf(ports, params, headers))));

/** There are no menus to persist. */
export const persistentMenuItems =
  (ports: DigitalChatPorts): ChatHandler =>
  async ({ params, headers }) => {
    await channelOf(ports, params, headers);
    return json(200, []);
  };
