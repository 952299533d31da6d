import type { Mutant } from '../src/mutant.ts';
import { storesCopies } from './no-unique-index.ts';

/** The SDK shows what came twice only once, as ever; the log holds it twice. Found where answers are lost and messages sent again. */
export const clientOnlyDeduplication: Mutant = {
  name: 'client-only de-duplication',
  row: 'F6',
  edits: storesCopies,
};
