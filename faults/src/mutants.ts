import { ackBeforeCommit } from '../mutants/ack-before-commit.ts';
import { clientOnlyDeduplication } from '../mutants/client-only-deduplication.ts';
import { cursorOnGlobalId } from '../mutants/cursor-on-global-id.ts';
import { droppedOutbox } from '../mutants/dropped-outbox.ts';
import { fetchBeforeSubscribe } from '../mutants/fetch-before-subscribe.ts';
import { noUniqueIndex } from '../mutants/no-unique-index.ts';
import { reSubscribeDoubles } from '../mutants/re-subscribe-doubles.ts';
import { readThenWriteAccept } from '../mutants/read-then-write-accept.ts';
import { timeWindowCatchUp } from '../mutants/time-window-catch-up.ts';
import { unfencedLateAgent } from '../mutants/unfenced-late-agent.ts';
import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  ackBeforeCommit,
  cursorOnGlobalId,
  noUniqueIndex,
  readThenWriteAccept,
  fetchBeforeSubscribe,
  droppedOutbox,
  timeWindowCatchUp,
  clientOnlyDeduplication,
  reSubscribeDoubles,
  unfencedLateAgent,
];
