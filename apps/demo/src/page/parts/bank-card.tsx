/** @jsxImportSource preact */
import type { Person, Statement } from '../api.ts';
import { useTongue } from '../texts.ts';
import { BankMark, Icon } from './icon.tsx';

/** The plastic, drawn. */
export function BankCard({ customer, card }: { customer: Person; card: Statement['card'] }) {
  const { t } = useTongue();
  return (
    <div class="bank-card" data-frozen={card.frozen}>
      <p class="bank-card-top">
        <span>{t('cards.debit')}</span>
        <BankMark />
      </p>
      <p class="bank-card-number" dir="ltr">
        <span aria-hidden="true">•••• •••• •••• {card.last4}</span>
        <span class="as-visually-hidden">{t('cards.number', { last4: card.last4 })}</span>
      </p>
      <p class="bank-card-foot">
        <span>{customer.name}</span>
        <span>
          {card.frozen ? (
            <span class="frozen">
              <Icon name="lock" />
              {t('cards.frozen')}
            </span>
          ) : (
            t('cards.valid', { date: card.expires })
          )}
        </span>
      </p>
    </div>
  );
}
