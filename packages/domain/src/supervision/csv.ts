/** A cell that begins so might be taken for a formula by a spreadsheet, which trims in ways of its own: so any leading blank counts too. */
const DANGEROUS = /^[\s\uFEFF=+\-@|;＝＋－＠]/u;

/**
 * One table as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it right). Every text is quoted, and one that a
 * spreadsheet could take for a formula is led by an apostrophe; numbers stay numbers.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(cell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = DANGEROUS.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
