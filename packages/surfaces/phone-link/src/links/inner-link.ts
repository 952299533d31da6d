import { cleanNumber } from '@alongside/domain';

/** What a link asks of the phone. */
export type LinkAction =
  | { readonly kind: 'login'; readonly appToken: string; readonly domain: string }
  | { readonly kind: 'call'; readonly phone: string; readonly appToken: string; readonly tempId: string };

/** Why a link cannot be followed. `not_encoded`: its inner link came in clear and fell apart at the first `&`. */
export type LinkFault = 'missing' | 'not_a_link' | 'not_encoded' | 'encoded_twice' | 'incomplete' | 'bad_number';

type Query = Readonly<Record<string, string>>;

const LONGEST = 8_192;

/** The inner link of an outer one, `/?link=…&apn=…&isi=…&ibi=…&efr=1`. */
export function outerLink(query: Query): LinkAction | LinkFault {
  const { link } = query;
  if (link === undefined || link === '') return 'missing';
  if (['appToken', 'appDomain', 'tempId'].some((name) => name in query)) return 'not_encoded';
  if (link.length > LONGEST) return 'not_a_link';
  if (/^https?%3a/i.test(link)) return 'encoded_twice';
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'not_a_link';
  return innerLink(url.pathname, Object.fromEntries(url.searchParams));
}

/** An inner link by its own path: `/dangnhap` or `/call`. Its host is not looked at: what it asks is done here or nowhere. */
export function innerLink(path: string, query: Query): LinkAction | LinkFault {
  const { appToken = '', appDomain = '', phone, tempId = '' } = query;
  if (path === '/dangnhap')
    return appToken !== '' && appDomain !== '' ? { kind: 'login', appToken, domain: appDomain } : 'incomplete';
  if (path !== '/call') return 'not_a_link';
  if (appToken === '' || tempId === '' || phone === undefined) return 'incomplete';
  // A `+` that was not encoded is a blank by now.
  const number = cleanNumber(phone.replace(/^ (?=[0-9])/, '+'));
  return number === null ? 'bad_number' : { kind: 'call', phone: number, appToken, tempId };
}

/** Where the phone takes it up: behind the `#`, which no server sees and no log keeps. */
export function phoneAddress(action: LinkAction): string {
  const query =
    action.kind === 'login'
      ? { appToken: action.appToken, appDomain: action.domain }
      : { phone: action.phone, appToken: action.appToken, tempId: action.tempId };
  return `/phone/#/${action.kind === 'login' ? 'dangnhap' : 'call'}?${new URLSearchParams(query)}`;
}
