import type { Logger, Platform } from '@alongside/domain';
import type { Origins } from '../edge/origins.ts';
import type { Limit } from '../edge/rates.ts';
import type { EdgeFacts } from './call.ts';

/** What every front door stands on. */
export interface Edge {
  readonly platform: Platform;
  readonly log: Logger;
  readonly origins: Origins;
  readonly limit: Limit;
  readonly facts: EdgeFacts;
  /** An origin for customers' files alone. */
  readonly filesOrigin?: string | null;
}
