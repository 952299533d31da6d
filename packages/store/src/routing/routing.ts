import type { Routing } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';
import { createCallBacks } from './call-backs.ts';
import { createDecisions } from './decisions.ts';
import { createSnapshot } from './snapshot.ts';

export function createRouting(scope: TransactionScope): Routing {
  return { ...createSnapshot(scope), ...createDecisions(scope), ...createCallBacks(scope) };
}
