import type { Directory } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';
import { createAgents } from './agents.ts';
import { createCannedReplies } from './canned-replies.ts';
import { createCustomers } from './customers.ts';
import { createKeys } from './keys.ts';
import { createLiveSessions } from './live-sessions.ts';
import { createSettings } from './settings.ts';
import { createTransactionHashes } from './transaction-hashes.ts';

export function createDirectory(scope: TransactionScope): Directory {
  return {
    ...createSettings(scope),
    ...createTransactionHashes(scope),
    ...createCustomers(scope),
    ...createAgents(scope),
    ...createLiveSessions(scope),
    ...createKeys(scope),
    ...createCannedReplies(scope),
  };
}
