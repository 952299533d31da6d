import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { Labelled } from './labelled.tsx';
import type { Form } from './use-form.ts';

type KeysOf<T, V> = { [K in keyof T]-?: T[K] extends V ? K : never }[keyof T] & string;

interface RowProps<T extends object, V> {
  readonly form: Form<T>;
  readonly at: KeysOf<T, V>;
  readonly label: string;
  readonly hint?: ReactNode;
}
type Attributes = Omit<InputHTMLAttributes<HTMLInputElement>, 'form' | 'value' | 'onChange'>;

const patch = <T extends object>(key: string, value: unknown) => ({ [key]: value }) as Partial<T>;

export function TextRow<T extends object>({ form, at, label, hint, ...rest }: RowProps<T, string> & Attributes) {
  return (
    <Labelled label={label} hint={hint} fault={form.fault(at)}>
      {(control) => (
        <input
          dir="auto"
          autoComplete="off"
          {...rest}
          {...control}
          className="as-field"
          value={String(form.value[at])}
          onChange={(event) => form.set(patch(at, event.target.value))}
        />
      )}
    </Labelled>
  );
}

export function AreaRow<T extends object>({
  form,
  at,
  label,
  hint,
  maxLength,
  rows = 3,
}: RowProps<T, string> & { readonly maxLength: number; readonly rows?: number }) {
  return (
    <Labelled label={label} hint={hint} fault={form.fault(at)}>
      {(control) => (
        <textarea
          dir="auto"
          {...control}
          className="as-field"
          rows={rows}
          maxLength={maxLength}
          value={String(form.value[at])}
          onChange={(event) => form.set(patch(at, event.target.value))}
        />
      )}
    </Labelled>
  );
}

interface NumberFieldProps extends Attributes {
  readonly value: number;
  readonly onNumber: (value: number) => void;
}

/** A whole number; an empty field is NaN, which no form saves. */
export function NumberField({ value, onNumber, className = '', ...rest }: NumberFieldProps) {
  return (
    <input
      {...rest}
      type="number"
      inputMode="numeric"
      className={`as-field number ${className}`}
      value={Number.isNaN(value) ? '' : value}
      onChange={({ target }) => onNumber(target.value === '' ? Number.NaN : Math.trunc(Number(target.value)))}
    />
  );
}

export function NumberRow<T extends object>({
  form,
  at,
  label,
  hint,
  unit,
  ...rest
}: RowProps<T, number> & Attributes & { readonly unit?: string }) {
  return (
    <Labelled label={label} hint={hint} fault={form.fault(at)}>
      {(control) => (
        <span className="with-unit">
          <NumberField
            {...rest}
            {...control}
            value={Number(form.value[at])}
            onNumber={(value) => form.set(patch(at, value))}
          />
          {unit}
        </span>
      )}
    </Labelled>
  );
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** One of some. `none` is the name of null, where null may be chosen. */
export function SelectRow<T extends object>({
  form,
  at,
  label,
  hint,
  choices,
  none,
}: RowProps<T, string | null> & { readonly choices: readonly Choice[]; readonly none?: string }) {
  return (
    <Labelled label={label} hint={hint} fault={form.fault(at)}>
      {(control) => (
        <select
          {...control}
          className="as-field"
          value={(form.value[at] as string | null) ?? ''}
          onChange={({ target }) =>
            form.set(patch(at, target.value === '' && none !== undefined ? null : target.value))
          }
        >
          {none !== undefined && <option value="">{none}</option>}
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

interface CheckProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly fault?: string | null;
  readonly disabled?: boolean;
}

export function Check({ label, hint, checked, onChange, fault = null, disabled = false }: CheckProps) {
  const id = useId();
  return (
    <div className="form-row">
      <label className="check">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-invalid={fault === null ? undefined : true}
          aria-describedby={hint || fault ? `${id}-more` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {(hint || fault) && (
        <p className={fault ? 'field-error check-more' : 'as-hint check-more'} id={`${id}-more`}>
          {fault ?? hint}
        </p>
      )}
    </div>
  );
}

export function CheckRow<T extends object>({
  form,
  at,
  ...rest
}: RowProps<T, boolean> & { readonly disabled?: boolean }) {
  return (
    <Check
      {...rest}
      checked={Boolean(form.value[at])}
      fault={form.fault(at)}
      onChange={(checked) => form.set(patch(at, checked))}
    />
  );
}
