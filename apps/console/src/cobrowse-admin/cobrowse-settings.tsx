import type { CobrowseSettings as Settings, TenantSettings } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { DurationRow } from '../admin/kit/duration.tsx';
import { AreaRow, Check, NumberRow } from '../admin/kit/fields.tsx';
import { FormFrame } from '../admin/kit/form-frame.tsx';
import { sameValue } from '../admin/kit/form-model.ts';
import { Labelled } from '../admin/kit/labelled.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useForm } from '../admin/kit/use-form.ts';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useCobrowseAdminTexts } from './cobrowse-admin-texts.ts';
import { RulesEditor, ruleFaults } from './rules-editor.tsx';
import { type CobrowseValues, codesOf, settingsOf, valuesOf } from './rules-model.ts';
import './cobrowse-settings.css';

const LENGTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Codes, what agents do not see, and recordings. */
export function CobrowseSettings(_props: SectionProps) {
  const { client } = useConsole();
  const settings = useRequest('admin-cobrowse', () => client.call('getCobrowseSettings'));
  const tenant = useRequest('admin-tenant', () => client.call('getTenantSettings'));
  return (
    <AdminFrame section="cobrowse">
      <Loaded of={{ settings, tenant }}>
        {(data) => <SettingsForm settings={data.settings} tenant={data.tenant} />}
      </Loaded>
    </AdminFrame>
  );
}

function SettingsForm({ settings, tenant }: { readonly settings: Settings; readonly tenant: TenantSettings }) {
  const { a } = useAdmin();
  const texts = useCobrowseAdminTexts();
  const { client, notices, cache } = useConsole();
  const base = valuesOf(settings, tenant);
  const form = useForm<CobrowseValues>({
    at: 'cobrowse',
    what: a('section.cobrowse'),
    base,
    check: (values) => ({
      ...ruleFaults(values.rules, texts),
      ...((values.codeSeconds < 60 || values.codeSeconds > 900) && { codeSeconds: texts('codes.life.wrong') }),
    }),
    async save(values) {
      const codes = codesOf(base, values);
      if (Object.keys(codes).length > 0)
        cache.set('admin-tenant', await client.call('updateTenantSettings', { body: codes }));
      const body = settingsOf(values);
      if (!sameValue(body, settingsOf(base)))
        cache.set('admin-cobrowse', await client.call('saveCobrowseSettings', { body }));
      notices.show('success', () => texts('saved'));
    },
  });
  const { value } = form;
  return (
    <FormFrame form={form} label={a('section.cobrowse')}>
      <fieldset className="group">
        <legend className="group-title">{texts('codes')}</legend>
        <p>{texts('codes.text')}</p>
        <Labelled label={texts('codes.length')} hint={texts('codes.length.hint')} fault={form.fault('codeLength')}>
          {(control) => (
            <select
              {...control}
              className="as-field"
              value={value.codeLength}
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
      </fieldset>
      <fieldset className="group">
        <legend className="group-title">{texts('masking')}</legend>
        <p>{texts('masking.text')}</p>
        <Check
          label={texts('private')}
          hint={texts('private.hint')}
          checked={value.privateByDefault}
          onChange={(privateByDefault) => form.set({ privateByDefault })}
        />
        <RulesEditor form={form} />
      </fieldset>
      <fieldset className="group">
        <legend className="group-title">{texts('names')}</legend>
        <p>{texts('names.text')}</p>
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
      </fieldset>
      <fieldset className="group">
        <legend className="group-title">{texts('recording')}</legend>
        <Check
          label={texts('recording.allowed')}
          hint={texts('recording.allowed.hint')}
          checked={value.recordingAllowed}
          onChange={(recordingAllowed) => form.set({ recordingAllowed })}
        />
        {value.recordingAllowed && (
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
      </fieldset>
    </FormFrame>
  );
}
