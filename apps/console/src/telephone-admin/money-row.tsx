import { Labelled } from '../admin/kit/labelled.tsx';
import type { Form } from '../admin/kit/use-form.ts';

interface MoneyRowProps<K extends string> {
  readonly form: Form<Record<K, number>>;
  readonly at: K;
  readonly label: string;
  readonly hint: string;
}

/** An amount that is kept in cents and written with two decimals; an empty field is NaN, which no form saves. */
export function MoneyRow<K extends string>({ form, at, label, hint }: MoneyRowProps<K>) {
  const cents = form.value[at];
  return (
    <Labelled label={label} hint={hint} fault={form.fault(at)}>
      {(control) => (
        <input
          {...control}
          type="number"
          inputMode="decimal"
          className="as-field number"
          min={0}
          step={0.01}
          value={Number.isNaN(cents) ? '' : cents / 100}
          onChange={({ target }) =>
            form.set({ [at]: target.value === '' ? Number.NaN : Math.round(Number(target.value) * 100) } as Partial<
              Record<K, number>
            >)
          }
        />
      )}
    </Labelled>
  );
}
