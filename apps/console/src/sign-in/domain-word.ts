/** The rule of the wire for a company's short name. */
export const DOMAIN_WORD = /^[a-z][a-z0-9-]{1,62}$/;

/** A short name made of a company's name: "Örnek Bankası A.Ş." gives "ornek-bankasi-a-s". */
export function domainWordOf(company: string): string {
  const plain = company
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll('đ', 'd')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain.slice(0, 63).replace(/-+$/, '');
}
