/** What a row may ask of the process under test while it runs, in a file that `upset.ts` watches. */
export interface Orders {
  /** Grows with each order. */
  readonly number: number;
  /** Milliseconds by which its clock is wrong; null: it jumps between ten minutes ahead and ten behind, five times a second. */
  readonly clock?: number | null;
  /** Its event loop is blocked for so many milliseconds, once. */
  readonly block?: number;
  /** It keeps whatever it can get, until the heap is full. */
  readonly leak?: boolean;
  /** It writes down what it holds. */
  readonly look?: boolean;
}

/** What it holds, written to `<orders>.seen`. */
export interface Held {
  readonly number: number;
  readonly heapMiB: number;
  /** Active timers, sockets and the like, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** Listeners of the process object, all events together. */
  readonly listeners: number;
}

export const ORDERS_VARIABLE = 'ALONGSIDE_FAULTS_ORDERS';
