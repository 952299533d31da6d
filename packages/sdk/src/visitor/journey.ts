import type { VisitorJourney } from '@alongside/protocol';

const UTM = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** Where a visitor came from: the referrer, if it is another site's, and the campaign in the page's address. */
export function journeyOf(address: string, referrer = ''): VisitorJourney {
  const query = /\?([^#]*)/.exec(address)?.[1] ?? '';
  const values = new Map(
    query.split('&').map((pair) => {
      const [name = '', value = ''] = pair.replaceAll('+', ' ').split('=');
      return [name, decoded(value).slice(0, 200)];
    }),
  );
  const utm = Object.fromEntries(
    UTM.flatMap((name) => {
      const value = values.get(`utm_${name}`);
      return value ? [[name, value]] : [];
    }),
  );
  const originOf = (url: string) => /^https?:\/\/[^/?#]+/i.exec(url)?.[0];
  const foreign = originOf(referrer) !== undefined && originOf(referrer) !== originOf(address);
  return {
    ...(foreign && { referrer: referrer.slice(0, 2000) }),
    ...(Object.keys(utm).length > 0 && { utm }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
