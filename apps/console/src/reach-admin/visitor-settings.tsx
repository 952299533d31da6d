import type { VisitorSettings as Settings } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { SelectRow } from '../admin/kit/fields.tsx';
import { FormFrame } from '../admin/kit/form-frame.tsx';
import { Labelled } from '../admin/kit/labelled.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useForm } from '../admin/kit/use-form.ts';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useReachTexts } from './use-reach-texts.ts';

const TRACKING = ['on', 'consent', 'off'] as const;
const MONTHS = [0, 1, 3, 6, 12, 24];

/** Whose pages are kept, and for how long. */
export function VisitorSettings(_props: SectionProps) {
  const { client } = useConsole();
  const settings = useRequest('visitor-settings', () => client.call('getVisitorSettings'));
  return (
    <AdminFrame section="visitors">
      <Loaded of={{ settings }}>{(data) => <VisitorForm settings={data.settings} />}</Loaded>
    </AdminFrame>
  );
}

function VisitorForm({ settings }: { readonly settings: Settings }) {
  const { a } = useAdmin();
  const texts = useReachTexts();
  const { client, notices, cache } = useConsole();
  const form = useForm<Settings>({
    at: 'visitors',
    what: a('section.visitors'),
    base: settings,
    async save(body) {
      cache.set('visitor-settings', await client.call('saveVisitorSettings', { body }));
      notices.show('success', () => texts('visitors.saved'));
    },
  });
  const { value } = form;
  const months = [...new Set([...MONTHS, value.keepMonths])].sort((one, other) => one - other);
  return (
    <FormFrame form={form} label={a('section.visitors')}>
      <fieldset className="group">
        <legend className="group-title">{texts('tracking')}</legend>
        <p>{texts('tracking.text')}</p>
        <SelectRow
          form={form}
          at="tracking"
          label={texts('tracking.label')}
          hint={texts(`tracking.${value.tracking}.hint`)}
          choices={TRACKING.map((id) => ({ id, name: texts(`tracking.${id}`) }))}
        />
      </fieldset>
      <fieldset className="group">
        <legend className="group-title">{texts('keep')}</legend>
        <Labelled label={texts('keep.label')} hint={texts('keep.hint')} fault={form.fault('keepMonths')}>
          {(control) => (
            <select
              {...control}
              className="as-field"
              value={value.keepMonths}
              onChange={({ target }) => form.set({ keepMonths: Number(target.value) })}
            >
              {months.map((count) => (
                <option key={count} value={count}>
                  {count === 0 ? texts('keep.now') : texts('keep.months', { count })}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      </fieldset>
    </FormFrame>
  );
}
