import { X } from 'lucide-react';
import { useRef } from 'react';
import { Labelled } from '../admin/kit/labelled.tsx';
import type { Form } from '../admin/kit/use-form.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { CallSettingsValues } from './call-settings-model.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

interface CountriesRowProps {
  readonly form: Form<CallSettingsValues>;
  readonly countries: readonly { readonly id: string; readonly name: string }[];
}

/** The countries that may be dialled besides the own one: each with a way to close it, and a choice of those that are closed. */
export function CountriesRow({ form, countries }: CountriesRowProps) {
  const texts = useTelephoneTexts();
  const choice = useRef<HTMLSelectElement>(null);
  const { country, countriesAllowed } = form.value;
  const open = countries.filter(({ id }) => id !== country && countriesAllowed.includes(id));
  const closed = countries.filter(({ id }) => id !== country && !countriesAllowed.includes(id));
  return (
    <Labelled label={texts('countries')} fault={form.fault('countriesAllowed')}>
      {(control) => (
        <div className="levels">
          {open.length === 0 && <span className="as-hint">{texts('countries.none')}</span>}
          {open.map(({ id, name }) => (
            <span key={id} className="level">
              <span className="level-name">{name}</span>
              <IconButton
                icon={X}
                label={texts('countries.close', { country: name })}
                onPress={() => {
                  form.set({ countriesAllowed: countriesAllowed.filter((one) => one !== id) });
                  // The button goes with its country; the keyboard goes on where one can be opened.
                  choice.current?.focus();
                }}
              />
            </span>
          ))}
          <select
            {...control}
            ref={choice}
            className="as-field"
            value=""
            onChange={({ target }) => form.set({ countriesAllowed: [...countriesAllowed, target.value] })}
          >
            <option value="" disabled>
              {texts('countries.add')}
            </option>
            {closed.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
    </Labelled>
  );
}
