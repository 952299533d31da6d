import type { Message } from '@alongside/sdk/agent';
import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import type { PlainKey } from '../i18n/texts.ts';
import { useTexts } from '../i18n/use-language.ts';

const LOOKS = {
  queued: [Clock, 'delivery.queued'],
  accepted: [Check, 'delivery.accepted'],
  delivered: [CheckCheck, 'delivery.delivered'],
  read: [CheckCheck, 'delivery.read'],
  failed: [CircleAlert, 'delivery.failed'],
} as const satisfies Record<NonNullable<Message['delivery']>, readonly [typeof Clock, PlainKey]>;

/** How far a message of ours has come: a sign, and the word for it. */
export function Delivery({
  delivery,
  word,
}: {
  readonly delivery: NonNullable<Message['delivery']>;
  readonly word: boolean;
}) {
  const t = useTexts();
  const { state } = useObservable(useConsole().client.connection);
  const [Icon, key] = LOOKS[delivery];
  const waits = delivery === 'queued' && (state === 'reconnecting' || state === 'connecting');
  const text = t(waits ? 'delivery.offline' : key);
  return (
    <span className="delivery" data-delivery={delivery} title={text}>
      <Icon size={14} aria-hidden="true" />
      <span className={word || waits ? '' : 'as-visually-hidden'}>{text}</span>
    </span>
  );
}
