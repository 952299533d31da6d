import { accentTokens } from '@alongside/design';
import type { CSSProperties } from 'react';
import { Labelled } from '../kit/labelled.tsx';
import { useAdmin } from '../kit/texts.ts';
import type { Form } from '../kit/use-form.ts';
import type { CompanyValues } from './company-model.ts';

/** The company's colour, and how the chat looks with it on light and on dark ground. */
export function ColourRow({ form }: { readonly form: Form<CompanyValues> }) {
  const { a } = useAdmin();
  const { colour } = form.value;
  const set = (text: string) => form.set({ colour: text.trim().toLowerCase() });
  const tokens = accentTokens(colour);
  return (
    <>
      <Labelled label={a('company.colour')} hint={a('company.colour.hint')} fault={form.fault('colour')}>
        {(control) => (
          <span className="colour">
            <input
              type="color"
              aria-label={a('company.colour.pick')}
              value={/^#[0-9a-f]{6}$/.test(colour) ? colour : '#000000'}
              onChange={(event) => set(event.target.value)}
            />
            <input
              {...control}
              className="as-field"
              value={colour}
              maxLength={7}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => set(event.target.value)}
            />
          </span>
        )}
      </Labelled>
      <div className="colour-previews" aria-hidden="true">
        {(['light', 'dark'] as const).map((ground) => {
          const { accent, onAccent, accentText } = tokens[ground];
          const style = { '--fill': accent, '--on-fill': onAccent, '--link': accentText } as CSSProperties;
          return (
            <div key={ground} className="colour-preview" data-ground={ground} style={style}>
              <span className="colour-link">{a('company.sample.agent')}</span>
              <span className="colour-bubble">{a('company.sample')}</span>
            </div>
          );
        })}
      </div>
    </>
  );
}
