import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';
import { OfferCard } from './offer-card.tsx';

/** What rings, the one that runs out first on top. Above everything else, and never in the way of what is being written. */
export function OfferBar() {
  const t = useTexts();
  const offers = useObservable(useConsole().client.desk)?.offers ?? [];
  if (offers.length === 0) return null;
  return (
    <section className="offers" aria-label={t('offer.region')}>
      {offers.map((offer, index) => (
        <OfferCard key={`${offer.contactId}/${offer.epoch}`} offer={offer} first={index === 0} />
      ))}
    </section>
  );
}
