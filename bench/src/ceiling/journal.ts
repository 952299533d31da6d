import pg from 'pg';

/** A message on its way to the disk. */
export interface Waiting {
  readonly conversation: string;
  readonly clientId: string;
  readonly body: string;
  stored(seq: number): void;
}

export const schema = `
CREATE TABLE logs (id uuid PRIMARY KEY, last_seq integer NOT NULL) WITH (fillfactor = 60);
CREATE TABLE entries (
  log uuid NOT NULL, seq integer NOT NULL, client_id text NOT NULL, body text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (log, seq));
CREATE UNIQUE INDEX ON entries (log, client_id);
`;

/** One statement, one commit: seqs from the heads under their row locks, then the rows. */
const statement = `
WITH new AS (
  SELECT log, client_id, body, ord, row_number() OVER (PARTITION BY log ORDER BY ord) AS place, count(*) OVER (PARTITION BY log) AS many
  FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS n (log, client_id, body, ord)
), head AS (
  UPDATE logs SET last_seq = last_seq + m.many FROM (SELECT DISTINCT log, many FROM new) m WHERE logs.id = m.log
  RETURNING logs.id, logs.last_seq - m.many AS before
), stored AS (
  INSERT INTO entries (log, seq, client_id, body)
  SELECT new.log, head.before + new.place, new.client_id, new.body FROM new JOIN head ON head.id = new.log ORDER BY new.ord
)
SELECT new.ord, head.before + new.place FROM new JOIN head ON head.id = new.log`;

const batchLimit = 400;

/** While one batch is being committed the next one gathers. No repeats, no fences, no tenants: nothing but storing. */
export class CeilingLane {
  readonly #client: pg.Client;
  #gathering: Waiting[] = [];
  #busy = false;

  constructor(url: string) {
    this.#client = new pg.Client({ connectionString: url });
  }

  async connect(): Promise<void> {
    await this.#client.connect();
  }

  add(waiting: Waiting): void {
    this.#gathering.push(waiting);
    if (this.#busy) return;
    this.#busy = true;
    setImmediate(() => this.#run());
  }

  async #run(): Promise<void> {
    while (this.#gathering.length > 0) {
      const batch = this.#gathering.splice(0, batchLimit);
      const { rows } = await this.#client.query<[string, string]>({
        name: 'append',
        text: statement,
        rowMode: 'array',
        values: [batch.map((w) => w.conversation), batch.map((w) => w.clientId), batch.map((w) => w.body)],
      });
      for (const [place, seq] of rows) batch[Number(place) - 1]?.stored(Number(seq));
    }
    this.#busy = false;
  }
}
