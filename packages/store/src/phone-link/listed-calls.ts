import type { PhoneLinks } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<PhoneLinks, 'calls' | 'recording'>;

export function createListedCalls(_scope: TransactionScope): Part {
  return {
    calls: async () => ({ calls: [], total: 0 }),
    recording: async () => null,
  };
}
