import { PRODUCT_NAME } from '@alongside/design';
import { useEffect } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useLanguage } from '../i18n/use-language.ts';

const ICONS = { plain: 'favicon.svg', unread: 'favicon-unread.svg', offer: 'favicon-offer.svg' } as const;

function setIcon(name: keyof typeof ICONS) {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const address = `${import.meta.env.BASE_URL}${ICONS[name]}`;
  if (link && link.getAttribute('href') !== address) link.href = address;
}

/** The tab tells what waits, for those who are in another one. */
export function useTitle(): void {
  const { t, formats } = useLanguage();
  const { client, rows } = useConsole();
  const offers = useObservable(client.desk)?.offers ?? [];
  const unread = useObservable(rows).reduce((sum, row) => sum + row.unread, 0);
  const ringing = offers[0]?.customer.name ?? null;
  useEffect(() => {
    const count = unread > 0 ? `(${formats.number(unread)}) ` : '';
    const what = ringing === null ? t('title.plain') : t('title.offer', { name: ringing });
    document.title = `${count}${what} · ${PRODUCT_NAME}`;
    setIcon(ringing !== null ? 'offer' : unread > 0 ? 'unread' : 'plain');
  }, [t, formats, unread, ringing]);
}
