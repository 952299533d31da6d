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
  readonly #lanes: number;
  readonly #begun = new Map<Row, number>();
  readonly #said = new Map<Row, number>();

  constructor(rows: readonly Row[], full: boolean, lanes: number) {
    this.#left = [...rows];
    this.#full = full;
    this.#lanes = lanes;
    if (!full) return;
    const all = rows.reduce((sum, row) => sum + minutesOf(row), 0) / lanes;
    process.stderr.write(`${rows.length} rows, about ${shown(all)}\n`);
  }

  begin(row: Row): void {
    this.#left.splice(this.#left.indexOf(row), 1);
    this.#begun.set(row, performance.now());
    this.#said.set(row, performance.now());
  }

  tell(row: Row, done: number, of: number, what: string): void {
    const now = performance.now();
    if (now - (this.#said.get(row) ?? now) < EVERY || done <= 0) return;
    this.#said.set(row, now);
    const here = ((now - (this.#begun.get(row) ?? now)) / 60_000 / done) * Math.max(0, of - done);
    const later = this.#full ? this.#left.reduce((sum, other) => sum + minutesOf(other), 0) / this.#lanes : 0;
    const rest = this.#full && later > 0 ? `, the run ${shown(here + later)}` : '';
    process.stderr.write(`     ${row.id} ${Math.floor(done)} of ${of} ${what}; ${shown(here)} more${rest}\n`);
  }
}
