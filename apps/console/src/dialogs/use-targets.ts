import type { Contact } from '@alongside/protocol';
import { useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useRequest } from '../hooks/use-request.ts';
import { transferTargets } from './transfer-targets.ts';

/** The queues and colleagues a contact can go to, the search among them, and which of them is chosen. @param without the agent who is no target */
export function useTargets(contact: Contact, without: string) {
  const { client } = useConsole();
  const queues = useObservable(client.queues) ?? [];
  const { data, code, again } = useRequest('colleagues', () => client.call('listColleagues'));
  const [query, setQuery] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const found = (words: string) => transferTargets(contact, queues, data?.agents ?? [], without, words);
  const all = found('');
  const chosen = [...all.queues, ...all.colleagues.filter(({ ready }) => ready)].find((target) => target.key === key);
  return { loaded: data !== null, code, again, chosen, targets: found(query), query, setQuery, key, setKey };
}
