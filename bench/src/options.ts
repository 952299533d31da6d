import { parseArgs } from 'node:util';

export const parts = [
  'chat',
  'idle',
  'storm',
  'growth',
  'start',
  'routing',
  'visitors',
  'digital-chat',
  'cobrowse',
  'media',
  'telephony',
] as const;
export type Part = (typeof parts)[number];

export interface Options {
  readonly only: readonly Part[];
  readonly quick: boolean;
  readonly repeats: number;
  /** Write the figures into docs/performance.md and draw its pictures. */
  readonly document: boolean;
  /** Take the figures from this file instead of measuring. */
  readonly from: string | null;
  /** Folder for processor profiles of the server. */
  readonly profile: string | null;
  readonly help: boolean;
}

export const help = `npm run bench -- [options]

  --only LIST    some of ${parts.join(',')} (default: all)
  --quick        smaller and shorter: about three minutes instead of twenty-five; for a look, not for quoting
  --repeats N    runs of which the median counts (default 5; with --quick 1)
  --document     write the figures into docs/performance.md, draw its pictures, keep the results as bench/results/reference.json
  --from FILE    no measuring: print (or --document) the results in this file
  --profile DIR  write processor profiles of the server there (.cpuprofile; open in a browser's tools); slows it a little
  --help         this text
`;

/** @throws Error with a sentence for the user */
export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      repeats: { type: 'string' },
      document: { type: 'boolean', default: false },
      from: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const wanted = values.only?.split(',') ?? [...parts];
  const unknown = wanted.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`--only takes ${parts.join(', ')}; "${unknown}" is none of them.`);
  const repeats = Number(values.repeats ?? (values.quick ? 1 : 5));
  if (!Number.isInteger(repeats) || repeats < 1) throw new Error('--repeats takes a number from 1.');
  return {
    only: parts.filter((part) => wanted.includes(part)),
    quick: values.quick,
    repeats,
    document: values.document,
    from: values.from ?? null,
    profile: values.profile ?? null,
    help: values.help,
  };
}
