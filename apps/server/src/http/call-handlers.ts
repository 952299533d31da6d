import { Refused } from '@alongside/domain';
import { callRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

const notYet = async (): Promise<never> => {
  throw new Refused('media_unavailable');
};

export const callHandlers = Object.fromEntries(
  Object.keys(callRoutes).map((name) => [name, notYet]),
) as unknown as Handlers<typeof callRoutes>;
