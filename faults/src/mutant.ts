/** One change of a source: a text that must be there, and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A bug that the project must never have, planted while bundling, and the smallest row that must catch it. */
export interface Mutant {
  readonly name: string;
  readonly row: string;
  readonly edits: readonly Edit[];
}
