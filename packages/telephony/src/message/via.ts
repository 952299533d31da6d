import { type Parameters, parseParameters, splitOutside } from './text.ts';

/** One hop of a message's way. */
export interface Via {
  /** `UDP`, `TCP`, `TLS`, …, upper case. */
  readonly transport: string;
  readonly host: string;
  readonly port: number | null;
  readonly branch: string;
  readonly parameters: Parameters;
}

const shape =
  /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z]{2,10})\s+(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_.-]{1,253})(?:\s*:\s*(\d{1,5}))?$/i;

export function parseVia(text: string): Via | null {
  const [head = '', ...rest] = splitOutside(text, ';');
  const found = shape.exec(head);
  const parameters = parseParameters(rest);
  if (!found || parameters === null) return null;
  const port = found[3] === undefined ? null : Number(found[3]);
  if (port !== null && (port === 0 || port > 65_535)) return null;
  return {
    transport: (found[1] ?? '').toUpperCase(),
    host: (found[2] ?? '').replace(/^\[|\]$/g, '').toLowerCase(),
    port,
    branch: parameters.get('branch') ?? '',
    parameters,
  };
}
