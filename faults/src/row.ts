import type { Violation } from '@alongside/testkit';
import type { Network } from './network.ts';
import type { Scene } from './scene.ts';

/** What one row found. */
export interface Outcome {
  /** Printed and kept: a name with its unit, and a number or a word. */
  readonly figures: Readonly<Record<string, number | string>>;
  readonly violations: readonly (Violation | { readonly rule: 'goal'; readonly what: string })[];
  readonly skipped?: string;
}

export interface RowContext {
  /** Says how far the row is: printed now and then with the time that remains. */
  progress(done: number, of: number, what: string): void;
  readonly size: 'small' | 'ci' | 'full';
  /** The built server. */
  readonly main: string;
  /** A new scene; ended with the row. */
  scene(options?: SceneOptions): Promise<Scene>;
  /** A new empty database in the run's PostgreSQL: its addresses for the server's role and for the superuser. */
  database(): Promise<{ readonly url: string; readonly adminUrl: string }>;
}

export interface SceneOptions {
  readonly failpoint?: string;
  readonly ownPostgres?: boolean;
  readonly throughProxy?: 'database' | 'clients';
  /** For Node itself, before the program. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The server lives behind this; closed with the scene. */
  readonly network?: Network;
  /** Where the server's data folder is made. */
  readonly folder?: string;
}

/** One row of the catalogue. */
export interface Row {
  readonly id: string;
  readonly fault: string;
  /** Its share of a run at `--full`, in minutes; where it is not given, one. */
  readonly minutes?: number;
  /**
   * Where it runs at `--full`. `waits`, `works`: beside another row, as it mostly waits, or works, but none of its promises is about time. `alone`: its
   * times leave no room for others. Left out: it is measured, beside none but such as wait or work.
   */
  readonly lane?: 'waits' | 'works' | 'alone';
  /** `changes`: makes network interfaces of this machine and takes them away. `needs`: its calls may go over any that is there, and end with it. */
  readonly interfaces?: 'changes' | 'needs';
  run(context: RowContext): Promise<Outcome>;
}

/** A goal of the catalogue that was missed, if it was. */
export const goal = (met: boolean, what: string): Outcome['violations'] => (met ? [] : [{ rule: 'goal', what }]);
