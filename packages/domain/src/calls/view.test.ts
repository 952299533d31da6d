import { expect, test } from 'vitest';
import type { CallRecord } from './ports.ts';
import { viewOf } from './view.ts';

const ended = { state: 'ended', endReason: 'busy', sipStatus: 486, parties: [] } as unknown as CallRecord;

test('[CALL2] what the telephone network said is for agents alone', () => {
  expect(viewOf(ended, { kind: 'agent', agentId: 'agent-1' }).sipStatus).toBe(486);
  expect(viewOf(ended, { kind: 'customer' }).sipStatus).toBeNull();
});
