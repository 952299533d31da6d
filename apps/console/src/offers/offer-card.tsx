import type { Offer } from '@alongside/protocol';
import { BellRing } from 'lucide-react';
import { Suspense } from 'react';
import { OfferKind } from '../calls/late.ts';
import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useNow, useSecondsSince } from '../hooks/use-now.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { focusPlace } from '../keyboard/focus.ts';
import { Keys } from '../ui/keys.tsx';

/** One contact that rings here: who, how long they have waited, how long it rings. */
export function OfferCard({ offer, first }: { readonly offer: Offer; readonly first: boolean }) {
  const { t, clock } = useLanguage();
  const { commands } = useConsole();
  const waited = useSecondsSince(offer.requestedAt);
  const now = useNow();
  const busy = useBusy(`offer:${offer.contactId}`);
  const total = Math.max(1, Date.parse(offer.deadline) - Date.parse(offer.offeredAt));
  const left = Math.min(total, Math.max(0, Date.parse(offer.deadline) - now));
  const name = offer.customer.name;
  // Before the server has told of a call, what was asked for.
  const kind = offer.callKind ?? offer.helpType;
  return (
    <article
      className="offer"
      aria-label={t('offer.ringing', { name })}
      data-soon={left < 5000 || undefined}
      data-first={first || undefined}
    >
      <BellRing className="offer-bell" size={20} aria-hidden="true" />
      <div className="offer-who">
        <p className="offer-name clip" dir="auto">
          {name}
        </p>
        <p className="offer-facts">
          {kind !== 'CHAT' && (
            <Suspense fallback={null}>
              <OfferKind kind={kind} />
            </Suspense>
          )}
          {offer.queueName} · {t('offer.waited', { time: clock(waited) })}
          {offer.transferredFrom && ` · ${t('offer.transferred', { agent: offer.transferredFrom })}`}
        </p>
        {offer.transferNote && (
          <p className="offer-note side" dir="auto">
            {offer.transferNote}
          </p>
        )}
      </div>
      <p className="offer-left" aria-hidden="true">
        {clock(Math.ceil(left / 1000))}
      </p>
      <span className="as-visually-hidden">{t('offer.left', { count: Math.ceil(left / 1000) })}</span>
      <div className="offer-actions">
        <button
          type="button"
          className="as-button dense"
          aria-keyshortcuts={first ? 'Alt+D' : undefined}
          aria-disabled={busy}
          onClick={() => void commands.decline(offer)}
        >
          {t('offer.decline')}
          <span className="as-visually-hidden">{name}</span>
          <Keys keys={['D']} silent />
        </button>
        <button
          type="button"
          className="as-button as-button-main dense"
          aria-keyshortcuts={first ? 'Alt+A' : undefined}
          aria-disabled={busy}
          onClick={() => void commands.accept(offer).then(() => focusPlace('composer'))}
        >
          {t('offer.accept')}
          <span className="as-visually-hidden">{name}</span>
          <Keys keys={['A']} silent />
        </button>
      </div>
      <span className="offer-bar" aria-hidden="true" style={{ scale: `${left / total} 1` }} />
    </article>
  );
}
