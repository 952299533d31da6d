import { useConsole } from '../../hooks/use-console.ts';
import { type Request, useRequest } from '../../hooks/use-request.ts';

const LISTS = {
  queues: { operation: 'listQueueSettings', part: 'queues' },
  skills: { operation: 'listSkills', part: 'skills' },
  hours: { operation: 'listBusinessHours', part: 'hours' },
  people: { operation: 'listAgentSettings', part: 'agents' },
  canned: { operation: 'listCannedReplies', part: 'replies' },
  keys: { operation: 'listAccessKeys', part: 'keys' },
  channels: { operation: 'listChannels', part: 'channels' },
  webhooks: { operation: 'listWebhooks', part: 'webhooks' },
} as const;

export type ListName = keyof typeof LISTS;

/** One of the lists that are short enough to be held whole. */
export function useList<T>(name: ListName): Request<readonly T[]> {
  const { client } = useConsole();
  return useRequest(`admin-${name}`, async () => {
    const { operation, part } = LISTS[name];
    const answer = (await client.call(operation)) as unknown as Record<string, readonly T[]>;
    return answer[part] ?? [];
  });
}

/** Puts a saved thing into the kept list, or takes a deleted one out, before the server is asked again. */
export function useKept(name: ListName) {
  const { cache } = useConsole();
  const key = `admin-${name}`;
  return {
    put<T extends { readonly id: string }>(thing: T): void {
      const list = (cache.get(key) as readonly T[] | undefined) ?? [];
      const known = list.some(({ id }) => id === thing.id);
      cache.set(key, known ? list.map((old) => (old.id === thing.id ? thing : old)) : [...list, thing]);
    },
    remove(id: string): void {
      const list = (cache.get(key) as readonly { id: string }[] | undefined) ?? [];
      cache.set(
        key,
        list.filter((old) => old.id !== id),
      );
    },
  };
}
