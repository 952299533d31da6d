import type { Language } from '../i18n/use-language.ts';
import type { Console } from '../state/console.ts';
import { changesBetween } from '../state/desk-changes.ts';

/** Shows offers and messages outside of the window while nobody looks at it. The answer ends it. */
export function startNotifying(console: Console, language: () => Language): () => void {
  const { client, settings, messages, go, state } = console;
  let before = client.desk.get();

  const show = (tag: string, title: string, body: string, open: () => void) => {
    if (!settings.get().notifications || document.hasFocus()) return;
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    try {
      const notification = new Notification(title, { body, tag, icon: `${import.meta.env.BASE_URL}favicon.svg` });
      notification.onclick = () => {
        window.focus();
        open();
        notification.close();
      };
    } catch {
      // Phones allow notifications from a service worker only.
    }
  };

  const stops = [
    client.desk.subscribe((desk) => {
      const last = before;
      before = desk;
      if (!desk) return;
      const { t, formats } = language();
      for (const { contactId, customer, queueName: queue, requestedAt } of changesBetween(last, desk).newOffers) {
        const waited = (Date.now() + state.get().clockOffset - Date.parse(requestedAt)) / 1000;
        const body = t('offer.notification.body', { time: formats.duration(Math.max(0, waited)), queue });
        show(`offer-${contactId}`, t('offer.notification', { name: customer.name }), body, () => {});
      }
    }),
    messages.subscribe(({ from, text, file }, conversationId) => {
      show(`chat-${conversationId}`, from.name, (text || file?.name || '').slice(0, 140), () =>
        go.openChat(conversationId),
      );
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
