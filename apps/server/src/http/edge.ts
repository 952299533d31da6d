import type { Logger, Platform } from '@alongside/domain';
import type { Origins } from '../edge/origins.ts';
import type { Limit } from '../edge/rates.ts';
import type { EdgeFacts } from './call.ts';
import type { ViewerFrame } from './viewer-frame.ts';

/** What every front door stands on. */
export interface Edge {
  readonly platform: Platform;
  readonly log: Logger;
  readonly origins: Origins;
  readonly limit: Limit;
  readonly facts: EdgeFacts;
  /** An origin for customers' files alone. */
  readonly filesOrigin?: string | null;
  /** Where the console's co-browse viewer draws customers' pages; null: nowhere. */
  readonly viewerFrame?: ViewerFrame | null;
  /** A name of this server for that frame alone. */
  readonly viewerOrigin?: string | null;
}
