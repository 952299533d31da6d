import { LOCALE_NAMES, LOCALES } from '@alongside/design';
import type { TenantSettings } from '@alongside/protocol';
import { useConsole } from '../../hooks/use-console.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { DurationRow } from '../kit/duration.tsx';
import { AreaRow, SelectRow, TextRow } from '../kit/fields.tsx';
import { changesOf } from '../kit/form-model.ts';
import { Group } from '../kit/group.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { SettingsForm } from '../kit/settings-form.tsx';
import { useAdmin } from '../kit/texts.ts';
import { TimeZoneRow } from '../kit/time-zone-row.tsx';
import type { SectionProps } from '../sections.ts';
import { ColourRow } from './colour-row.tsx';
import { type CompanyValues, settingsOf, valuesOf, wrongOrigin } from './company-model.ts';

/** What the whole company shares. */
export function CompanySection(_props: SectionProps) {
  const { client } = useConsole();
  const settings = useRequest('admin-tenant', () => client.call('getTenantSettings'));
  return (
    <AdminFrame section="company">
      <Loaded of={{ settings }}>{(data) => <CompanyForm settings={data.settings} />}</Loaded>
    </AdminFrame>
  );
}

function CompanyForm({ settings }: { readonly settings: TenantSettings }) {
  const { a } = useAdmin();
  const { client, cache } = useConsole();
  const base = valuesOf(settings);
  const check = ({ name, colour, origins, agentPageOrigins }: CompanyValues) => {
    const wrong = (field: string, line: string | null) =>
      line === null ? {} : { [field]: a('company.origin.wrong', { line }) };
    return {
      ...(name.trim() === '' && { name: a('form.required') }),
      ...(!/^#[0-9a-f]{6}$/.test(colour) && { colour: a('company.colour.wrong') }),
      ...wrong('origins', wrongOrigin(origins)),
      ...wrong('agentPageOrigins', wrongOrigin(agentPageOrigins)),
    };
  };
  const save = async (values: CompanyValues) => {
    const body = changesOf(settingsOf(base), settingsOf(values));
    if (Object.keys(body).length > 0) cache.set('admin-tenant', await client.call('updateTenantSettings', { body }));
  };
  const languages = LOCALES.map((id) => ({ id: id as string, name: LOCALE_NAMES[id] }));
  const { defaultLocale } = base;
  if (!languages.some(({ id }) => id === defaultLocale)) languages.push({ id: defaultLocale, name: defaultLocale });
  return (
    <SettingsForm section="company" base={base} check={check} save={save}>
      {(form) => (
        <>
          <Group title={a('company.look')}>
            <TextRow form={form} at="name" label={a('company.name')} maxLength={120} />
            <ColourRow form={form} />
            <TextRow
              form={form}
              at="logoUrl"
              label={a('company.logo')}
              hint={a('company.logo.hint')}
              type="url"
              placeholder="https://"
            />
          </Group>
          <Group title={a('company.region')}>
            <SelectRow
              form={form}
              at="defaultLocale"
              label={a('company.locale')}
              hint={a('company.locale.hint')}
              choices={languages}
            />
            <TimeZoneRow form={form} at="timeZone" label={a('common.timezone')} hint={a('company.timezone.hint')} />
          </Group>
          <Group title={a('company.pages')}>
            <AreaRow
              form={form}
              at="origins"
              label={a('company.origins')}
              hint={a('company.origins.hint')}
              maxLength={25_000}
              rows={4}
            />
            <AreaRow
              form={form}
              at="agentPageOrigins"
              label={a('company.frames')}
              hint={a('company.frames.hint')}
              maxLength={5_000}
              rows={2}
            />
          </Group>
          <Group title={a('company.times')}>
            <DurationRow form={form} at="offerSeconds" label={a('company.offer')} hint={a('company.offer.hint')} />
            <DurationRow form={form} at="customerGoneSeconds" label={a('company.gone')} hint={a('company.gone.hint')} />
            <DurationRow
              form={form}
              at="transactionHashSeconds"
              label={a('company.hash')}
              hint={a('company.hash.hint')}
            />
          </Group>
        </>
      )}
    </SettingsForm>
  );
}
