import type { Row } from './row.ts';

/** Between two lines. */
const EVERY = 10_000;
const OTHERWISE = 1;

const minutesOf = ({ minutes = OTHERWISE }: Row): number => minutes;
const shown = (minutes: number): string =>
  minutes < 1.5 ? `${Math.ceil(minutes * 60)} s` : `${Math.round(minutes)} min`;

/** One line now and then about how far a run is, and how long it will still take. Only at `--full` are the rows' shares known. */
export class Progress {
  readonly #left: Row[];
  readonly #full: boolean;
  #begun = performance.now();
  #said = performance.now();

  constructor(rows: readonly Row[], full: boolean) {
    this.#left = [...rows];
    this.#full = full;
    if (!full) return;
    const all = rows.reduce((sum, row) => sum + minutesOf(row), 0);
    process.stderr.write(`${rows.length} rows, about ${shown(all)}\n`);
  }

  begin(row: Row): void {
    this.#left.splice(this.#left.indexOf(row), 1);
    this.#begun = this.#said = performance.now();
  }

  tell(row: Row, done: number, of: number, what: string): void {
    const now = performance.now();
    if (now - this.#said < EVERY || done <= 0) return;
    this.#said = now;
    const here = ((now - this.#begun) / 60_000 / done) * Math.max(0, of - done);
    const later = this.#full ? this.#left.reduce((sum, other) => sum + minutesOf(other), 0) : 0;
    const rest = this.#full && later > 0 ? `, the run ${shown(here + later)}` : '';
    process.stderr.write(`     ${row.id} ${Math.floor(done)} of ${of} ${what}; ${shown(here)} more${rest}\n`);
  }
}
