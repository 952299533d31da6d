import type { CobrowseResults } from '../cobrowse/run-cobrowse.ts';
import type { Machine } from '../env/machine.ts';
import type { ChatResults } from '../parts/chat/chat.ts';
import type { GrowthResults } from '../parts/growth.ts';
import type { IdleResults } from '../parts/idle.ts';
import type { RoutingResults } from '../parts/routing.ts';
import type { StartResults } from '../parts/start.ts';
import type { MediaResults } from '../media/run-media.ts';
import type { TelephonyResults } from '../telephony/run-telephony.ts';
import type { DigitalChatResults } from '../digital-chat/run-digital-chat.ts';
import type { VisitorResults } from '../visitors/run-visitors.ts';
import type { StormResults } from '../parts/storm.ts';

/** One run of the benchmark, as it is written to `bench/results`. Parts that were not asked for are missing. */
export interface Results {
  readonly format: 1;
  readonly startedAt: string;
  readonly minutes: number;
  readonly mode: 'quick' | 'full';
  readonly repeats: number;
  readonly machine: Machine;
  readonly postgres: { readonly version: string; readonly settings: Readonly<Record<string, string>> };
  readonly chat?: ChatResults;
  readonly idle?: IdleResults;
  readonly storm?: StormResults;
  readonly growth?: GrowthResults;
  readonly start?: StartResults;
  readonly routing?: RoutingResults;
  readonly visitors?: VisitorResults;
  readonly digitalChat?: DigitalChatResults;
  readonly cobrowse?: CobrowseResults;
  readonly media?: MediaResults;
  readonly telephony?: TelephonyResults;
}
