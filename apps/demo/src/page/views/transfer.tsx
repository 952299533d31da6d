/** @jsxImportSource preact */
import { useRef, useState } from 'preact/hooks';
import { BankError, bank, type Statement } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import { useTongue } from '../texts.ts';

const REFUSALS = ['recipient', 'amount', 'balance', 'unknown_account'] as const;
type Refusal = (typeof REFUSALS)[number];

/** "12,50" and "12.50" are both twelve euros fifty; NaN: no amount. */
export function centsOf(text: string): number {
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN;
}

export function Transfer({ statement, onStatement }: { statement: Statement; onStatement(next: Statement): void }) {
  const { t, money } = useTongue();
  const form = useRef<HTMLFormElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [failed, setFailed] = useState(false);
  const [sent, setSent] = useState<{ name: string; cents: number } | null>(null);

  const send = async (event: Event) => {
    event.preventDefault();
    const fields = new FormData(form.current ?? undefined);
    const name = String(fields.get('to') ?? '').trim();
    const cents = centsOf(String(fields.get('amount') ?? ''));
    setFailed(false);
    const refuse = (why: Refusal, field: string) => {
      setRefusal(why);
      form.current?.querySelector<HTMLElement>(`[name=${field}]`)?.focus();
    };
    if (name === '') return refuse('recipient', 'to');
    if (!(cents >= 1)) return refuse('amount', 'amount');
    try {
      onStatement(await bank.transfer({ from: String(fields.get('from')), to: name, cents }));
      setRefusal(null);
      setSent({ name, cents });
    } catch (error) {
      const why = REFUSALS.find((one) => error instanceof BankError && error.code === one);
      if (why) refuse(why, why === 'recipient' ? 'to' : 'amount');
      else setFailed(true);
    }
  };

  const wrongAmount = refusal !== null && refusal !== 'recipient';
  return (
    <div class="narrow">
      <h1>{t('transfer.title')}</h1>
      {sent ? (
        <div class="card done">
          <span class="tile">
            <Icon name="check" />
          </span>
          <p role="status">{t('transfer.done', { amount: money(sent.cents), name: sent.name })}</p>
          <button type="button" class="as-button" onClick={() => setSent(null)}>
            {t('transfer.again')}
          </button>
        </div>
      ) : (
        <form class="card form" ref={form} onSubmit={(event) => void send(event)} noValidate>
          <label>
            <span class="as-label">{t('transfer.from')}</span>
            <select class="as-field" name="from">
              {statement.accounts.map((account) => (
                <option key={account.id} value={account.id}>
                  {t(`account.${account.kind}`)} · {money(account.cents)}
                </option>
              ))}
            </select>
          </label>
          <div>
            <label class="as-label" for="to">
              {t('transfer.to')}
            </label>
            <input
              class="as-field"
              id="to"
              name="to"
              maxLength={70}
              autocomplete="off"
              aria-describedby="to-hint"
              aria-invalid={refusal === 'recipient'}
            />
            <p id="to-hint" class={refusal === 'recipient' ? 'field-error' : 'as-hint'}>
              {refusal === 'recipient' ? t('transfer.error.recipient') : t('transfer.to.hint')}
            </p>
          </div>
          <div>
            <label class="as-label" for="amount">
              {t('transfer.amount')}
            </label>
            <input
              class="as-field"
              id="amount"
              name="amount"
              inputMode="decimal"
              autocomplete="off"
              aria-describedby="amount-hint"
              aria-invalid={wrongAmount}
            />
            <p id="amount-hint" class="field-error">
              {wrongAmount && t(`transfer.error.${refusal}`)}
            </p>
          </div>
          <label>
            <span class="as-label">{t('transfer.note')}</span>
            <input class="as-field" name="note" maxLength={140} autocomplete="off" />
          </label>
          {failed && (
            <p class="field-error" role="alert">
              {t('error.load')}
            </p>
          )}
          <button type="submit" class="as-button as-button-main">
            {t('transfer.send')}
          </button>
        </form>
      )}
    </div>
  );
}
