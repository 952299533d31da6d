import type { PhoneLinkSettings } from '@alongside/protocol';

type Apps = readonly Pick<PhoneLinkSettings, 'android' | 'apple'>[];

/** Which iOS apps open our links: `/.well-known/apple-app-site-association`. Source: Apple, "Supporting associated domains". */
export function appleAssociation(apps: Apps): object {
  const appIDs = [...new Set(apps.flatMap(({ apple }) => (apple ? [apple.appId] : [])))];
  const components = [
    { '/': '/dangnhap', comment: 'signs in' },
    { '/': '/call', comment: 'dials' },
    { '/': '/', '?': { link: '*' }, comment: 'the outer link of either' },
  ];
  return { applinks: { details: appIDs.length === 0 ? [] : [{ appIDs, components }] } };
}

/** Which Android apps do: `/.well-known/assetlinks.json`. Source: Google Digital Asset Links, "Statement list". */
export function assetLinks(apps: Apps): readonly object[] {
  const known = new Map<string, Set<string>>();
  for (const { android } of apps) {
    if (!android) continue;
    const prints = known.get(android.packageName) ?? new Set();
    for (const print of android.fingerprints) prints.add(print);
    known.set(android.packageName, prints);
  }
  return [...known].map(([packageName, prints]) => ({
    relation: ['delegate_permission/common.handle_all_urls'],
    target: { namespace: 'android_app', package_name: packageName, sha256_cert_fingerprints: [...prints] },
  }));
}

/** Where this device finds the company's own app; null: it has none for it, or the link names another. Only what administration set is ever linked. */
export function storeAddress(
  apps: Apps,
  userAgent: string,
  { apn, isi }: Readonly<Record<string, string>>,
): string | null {
  if (/android/i.test(userAgent)) {
    const names = apps.flatMap(({ android }) => (android ? [android.packageName] : []));
    const name = apn === undefined ? names[0] : names.find((one) => one === apn);
    return name === undefined ? null : `https://play.google.com/store/apps/details?id=${name}`;
  }
  if (/iphone|ipad|ipod/i.test(userAgent)) {
    const ids = apps.flatMap(({ apple }) => (apple ? [apple.storeId] : []));
    const id = isi === undefined ? ids[0] : ids.find((one) => one === isi);
    return id === undefined ? null : `https://apps.apple.com/app/id${id}`;
  }
  return null;
}
