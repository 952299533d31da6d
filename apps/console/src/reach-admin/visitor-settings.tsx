import type { VisitorSettings as Settings } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { SelectRow } from '../admin/kit/fields.tsx';
import { Group } from '../admin/kit/group.tsx';
import { Labelled } from '../admin/kit/labelled.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { SettingsForm } from '../admin/kit/settings-form.tsx';
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
  const texts = useReachTexts();
  const { client, cache } = useConsole();
  const months = [...new Set([...MONTHS, settings.keepMonths])].sort((one, other) => one - other);
  const save = async (body: Settings) =>
    void cache.set('visitor-settings', await client.call('saveVisitorSettings', { body }));
  return (
    <SettingsForm section="visitors" base={settings} save={save} saved={() => texts('visitors.saved')}>
      {(form) => (
        <>
          <Group title={texts('tracking')} text={texts('tracking.text')}>
            <SelectRow
              form={form}
              at="tracking"
              label={texts('tracking.label')}
              hint={texts(`tracking.${form.value.tracking}.hint`)}
              choices={TRACKING.map((id) => ({ id, name: texts(`tracking.${id}`) }))}
            />
          </Group>
          <Group title={texts('keep')}>
            <Labelled label={texts('keep.label')} hint={texts('keep.hint')} fault={form.fault('keepMonths')}>
              {(control) => (
                <select
                  {...control}
                  className="as-field"
                  value={form.value.keepMonths}
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
          </Group>
        </>
      )}
    </SettingsForm>
  );
}
