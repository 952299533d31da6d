import type { CobrowseSettings as Settings, TenantSettings } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { DurationRow } from '../admin/kit/duration.tsx';
import { AreaRow, Check, NumberRow } from '../admin/kit/fields.tsx';
import { sameValue } from '../admin/kit/form-model.ts';
import { Labelled } from '../admin/kit/labelled.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { SettingsForm } from '../admin/kit/settings-form.tsx';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useCobrowseAdminTexts } from './cobrowse-admin-texts.ts';
import { RulesEditor, ruleFaults } from './rules-editor.tsx';
import { type CobrowseValues, codesOf, settingsOf, valuesOf } from './rules-model.ts';
import './cobrowse-settings.css';
import { Group } from '../admin/kit/group.tsx';

const LENGTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Codes, what agents do not see, and recordings. */
export function CobrowseSettings(_props: SectionProps) {
  const { client } = useConsole();
  const settings = useRequest('admin-cobrowse', () => client.call('getCobrowseSettings'));
  const tenant = useRequest('admin-tenant', () => client.call('getTenantSettings'));
  return (
    <AdminFrame section="cobrowse">
      <Loaded of={{ settings, tenant }}>
        {(data) => <CobrowseForm settings={data.settings} tenant={data.tenant} />}
      </Loaded>
    </AdminFrame>
  );
}

function CobrowseForm({ settings, tenant }: { readonly settings: Settings; readonly tenant: TenantSettings }) {
  const texts = useCobrowseAdminTexts();
  const { client, cache } = useConsole();
  const base = valuesOf(settings, tenant);
  const check = (values: CobrowseValues) => ({
    ...ruleFaults(values.rules, texts),
    ...((values.codeSeconds < 60 || values.codeSeconds > 900) && { codeSeconds: texts('codes.life.wrong') }),
  });
  const save = async (values: CobrowseValues) => {
    const codes = codesOf(base, values);
    if (Object.keys(codes).length > 0)
      cache.set('admin-tenant', await client.call('updateTenantSettings', { body: codes }));
    const body = settingsOf(values);
    if (!sameValue(body, settingsOf(base)))
      cache.set('admin-cobrowse', await client.call('saveCobrowseSettings', { body }));
  };
  return (
    <SettingsForm section="cobrowse" base={base} check={check} save={save} saved={() => texts('saved')}>
      {(form) => (
        <>
          <Group title={texts('codes')} text={texts('codes.text')}>
            <Labelled label={texts('codes.length')} hint={texts('codes.length.hint')} fault={form.fault('codeLength')}>
              {(control) => (
                <select
                  {...control}
                  className="as-field"
                  value={form.value.codeLength}
                  onChange={({ target }) => form.set({ codeLength: Number(target.value) })}
                >
                  {LENGTHS.map((count) => (
                    <option key={count} value={count}>
                      {texts('codes.digits', { count })}
                    </option>
                  ))}
                  <option value={0}>{texts('codes.letters')}</option>
                </select>
              )}
            </Labelled>
            <DurationRow form={form} at="codeSeconds" label={texts('codes.life')} hint={texts('codes.life.hint')} />
          </Group>
          <Group title={texts('masking')} text={texts('masking.text')}>
            <Check
              label={texts('private')}
              hint={texts('private.hint')}
              checked={form.value.privateByDefault}
              onChange={(privateByDefault) => form.set({ privateByDefault })}
            />
            <RulesEditor form={form} />
          </Group>
          <Group title={texts('names')} text={texts('names.text')}>
            <AreaRow
              form={form}
              at="viewable"
              label={texts('names.viewable')}
              hint={texts('names.hint')}
              maxLength={6_500}
              rows={2}
            />
            <AreaRow
              form={form}
              at="interactive"
              label={texts('names.interactive')}
              hint={texts('names.hint')}
              maxLength={6_500}
              rows={2}
            />
          </Group>
          <Group title={texts('recording')}>
            <Check
              label={texts('recording.allowed')}
              hint={texts('recording.allowed.hint')}
              checked={form.value.recordingAllowed}
              onChange={(recordingAllowed) => form.set({ recordingAllowed })}
            />
            {form.value.recordingAllowed && (
              <>
                <NumberRow
                  form={form}
                  at="recordingDays"
                  label={texts('recording.days')}
                  unit={texts('unit.days')}
                  min={1}
                  max={3_650}
                />
                <NumberRow
                  form={form}
                  at="recordingMinutes"
                  label={texts('recording.minutes')}
                  unit={texts('unit.minutes')}
                  min={1}
                  max={480}
                />
                <NumberRow
                  form={form}
                  at="recordingMegabytes"
                  label={texts('recording.megabytes')}
                  unit={texts('unit.megabytes')}
                  min={1}
                  max={2_000}
                />
              </>
            )}
          </Group>
        </>
      )}
    </SettingsForm>
  );
}
