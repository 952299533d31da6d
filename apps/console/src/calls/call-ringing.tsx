import type { CallView } from '@alongside/protocol';
import { Phone, Video } from 'lucide-react';
import { Keys } from '../ui/keys.tsx';
import { useCallDesk, useCallTexts } from './use-calls.ts';

/** Rings at me without an offer: a customer in a chat, or a colleague who asks me to come. */
export function CallRinging({ view }: { readonly view: CallView }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const name = view.customer.name || view.customer.number || texts('history.unknown');
  const Icon = view.kind === 'video' ? Video : Phone;
  return (
    <section className="offers" aria-label={texts(`ring.${view.kind}`, { name })}>
      <article className="offer" data-first>
        <Icon className="offer-bell" size={20} aria-hidden="true" />
        <div className="offer-who">
          <p className="offer-name clip" dir="auto">
            {texts(`ring.${view.kind}`, { name })}
          </p>
          <p className="offer-facts">{texts(`kind.${view.kind}`)}</p>
        </div>
        <div className="offer-actions">
          <button
            type="button"
            className="as-button dense"
            aria-keyshortcuts="Alt+D"
            onClick={() => void desk.decline(view)}
          >
            {texts('ring.decline')} <Keys keys={['Alt', 'D']} silent />
          </button>
          <button
            type="button"
            className="as-button as-button-main dense"
            aria-keyshortcuts="Alt+A"
            onClick={() => void desk.accept(view)}
          >
            {texts('ring.accept')} <Keys keys={['Alt', 'A']} silent />
          </button>
        </div>
      </article>
    </section>
  );
}
