/** @jsxImportSource preact */
import { bank, type Person, type Statement } from '../api.ts';
import { BankCard } from '../parts/bank-card.tsx';
import { Switch } from '../parts/switch.tsx';
import { useTongue } from '../texts.ts';

type Props = {
  readonly customer: Person;
  readonly statement: Statement;
  onStatement(next: Statement): void;
};

export function Cards({ customer, statement, onStatement }: Props) {
  const { t } = useTongue();
  const freeze = (on: boolean) => {
    onStatement({ ...statement, card: { ...statement.card, frozen: on } });
    bank.freeze(on).then(onStatement, () => onStatement(statement));
  };
  return (
    <div class="narrow">
      <h1>{t('cards.title')}</h1>
      <BankCard customer={customer} card={statement.card} />
      <div class="card form">
        <Switch label={t('cards.freeze')} text={t('cards.freeze.text')} on={statement.card.frozen} onChange={freeze} />
      </div>
    </div>
  );
}
