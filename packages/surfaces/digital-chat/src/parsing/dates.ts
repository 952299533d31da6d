/** Clients write a lower-case z, an offset or a fraction. null: it is no date. */
export function dateOf(value: unknown): Date | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const date = new Date(
    value
      .trim()
      .replace(/z$/, 'Z')
      .replace(/t(?=\d\d:)/, 'T'),
  );
  return Number.isNaN(date.getTime()) ? null : date;
}
