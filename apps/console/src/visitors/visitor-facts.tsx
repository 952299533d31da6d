import type { Visitor } from '@alongside/protocol';
import { useVisitorTexts } from './use-visitor-texts.ts';

/** Where somebody came from and what on: only what is known. */
export function VisitorFacts({ visitor }: { readonly visitor: Visitor }) {
  const texts = useVisitorTexts();
  const { device, journey, visits, pageViews } = visitor;
  const place = journey.utm?.campaign || journey.utm?.source || hostOf(journey.referrer);
  const what = [device.os, device.osVersion].filter(Boolean).join(' ') || device.browser || device.kind;
  const facts = [
    texts('visits', { count: visits }),
    texts('views', { count: pageViews }),
    what,
    device.country,
    place ? texts('from', { place }) : '',
  ];
  return (
    <span className="thing-facts" dir="auto">
      {facts.filter(Boolean).join(' · ')}
    </span>
  );
}

function hostOf(address: string | undefined): string {
  if (!address) return '';
  return URL.canParse(address) ? new URL(address).host : address.slice(0, 60);
}
