import type { CallKind, HelpType } from '@alongside/protocol';
import { Phone, Video } from 'lucide-react';
import { useCallTexts } from './use-calls.ts';

/** What kind of call rings. */
export function OfferKind({ kind }: { readonly kind: CallKind | HelpType }) {
  const texts = useCallTexts();
  const Icon = kind === 'video' || kind === 'VIDEO_CALL' ? Video : Phone;
  return (
    <span className="offer-kind">
      <Icon size={14} aria-hidden="true" /> {texts(`kind.${kind}`)} ·{' '}
    </span>
  );
}
