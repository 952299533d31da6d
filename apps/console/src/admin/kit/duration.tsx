import { useState } from 'react';
import { Check, NumberField } from './fields.tsx';
import { type ControlProps, Labelled } from './labelled.tsx';
import { useAdmin } from './texts.ts';
import { UNITS, type Unit, unitOf } from './units.ts';
import type { Form } from './use-form.ts';

interface DurationProps {
  readonly seconds: number;
  readonly onSeconds: (seconds: number) => void;
  /** The name of the unit's own field. */
  readonly label: string;
  readonly control?: ControlProps;
}

/** A time as a number and its unit, as people say it. */
export function Duration({ seconds, onSeconds, label, control }: DurationProps) {
  const { a } = useAdmin();
  const [chosen, choose] = useState<Unit | null>(null);
  const unit = chosen !== null && (Number.isNaN(seconds) || seconds % UNITS[chosen] === 0) ? chosen : unitOf(seconds);
  return (
    <span className="duration">
      <NumberField
        {...(control ?? { 'aria-label': label })}
        min={0}
        value={seconds / UNITS[unit]}
        onNumber={(count) => {
          choose(unit);
          onSeconds(count * UNITS[unit]);
        }}
      />
      <select
        className="as-field"
        aria-label={a('unit.label', { what: label })}
        value={unit}
        onChange={({ target }) => {
          const next = target.value as Unit;
          choose(next);
          onSeconds((seconds / UNITS[unit]) * UNITS[next]);
        }}
      >
        {(Object.keys(UNITS) as Unit[]).map((one) => (
          <option key={one} value={one}>
            {a(`unit.${one}`)}
          </option>
        ))}
      </select>
    </span>
  );
}

type KeysOf<T, V> = { [K in keyof T]-?: T[K] extends V ? K : never }[keyof T] & string;

interface DurationRowProps<T extends object> {
  readonly form: Form<T>;
  readonly at: KeysOf<T, number | null>;
  readonly label: string;
  readonly hint?: string;
  /** Where the value may be null: what switches it on, and its first value. */
  readonly optional?: { readonly label: string; readonly first: number };
}

export function DurationRow<T extends object>({ form, at, label, hint, optional }: DurationRowProps<T>) {
  const seconds = form.value[at] as number | null;
  const set = (value: number | null) => form.set({ [at]: value } as Partial<T>);
  return (
    <>
      {optional && (
        <Check label={optional.label} checked={seconds !== null} onChange={(on) => set(on ? optional.first : null)} />
      )}
      {seconds !== null && (
        <div className={optional ? 'under' : undefined}>
          <Labelled label={label} hint={hint} fault={form.fault(at)}>
            {(control) => <Duration seconds={seconds} onSeconds={set} label={label} control={control} />}
          </Labelled>
        </div>
      )}
    </>
  );
}
