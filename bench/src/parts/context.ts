import type { BenchPostgres } from '../env/postgres.ts';

/** What every part of the benchmark is given. */
export interface Context {
  readonly quick: boolean;
  readonly postgres: BenchPostgres;
  /** The built server, and the one that commits each entry alone. */
  readonly main: string;
  readonly oneRowMain: string;
  /** Runs of which the median counts. */
  readonly repeats: number;
  /** Words for Node that writes the server's processor profile; none without `--profile`. */
  readonly profile: readonly string[];
  /** One line on what goes on now. */
  say(line: string): void;
}
