/** What a link asked of the phone: it stands behind the `#`. */
export type LinkAction =
  | { readonly kind: 'login'; readonly appToken: string; readonly domain: string }
  | { readonly kind: 'call'; readonly phone: string; readonly appToken: string; readonly tempId: string };

/** null: the address asks nothing. */
export function linkIn(hash: string): LinkAction | null {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const given = new URLSearchParams(query);
  const [appToken, domain] = [given.get('appToken') ?? '', given.get('appDomain') ?? ''];
  if (path === '/dangnhap') return appToken && domain ? { kind: 'login', appToken, domain } : null;
  if (path !== '/call') return null;
  const [phone, tempId] = [given.get('phone') ?? '', given.get('tempId') ?? ''];
  return appToken && tempId ? { kind: 'call', phone, appToken, tempId } : null;
}

/** The company's own app, told which call it was. */
export function wayBack(
  returnUrl: string,
  call: { readonly tempId: string | null; readonly reason: string | null },
): string {
  if (call.tempId === null || !URL.canParse(returnUrl)) return returnUrl;
  const url = new URL(returnUrl);
  url.searchParams.set('tempId', call.tempId);
  if (call.reason) url.searchParams.set('status', call.reason);
  return url.href;
}
