import type { CallSettings, TrunkSettings } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { AdminLink } from '../admin/kit/admin-link.tsx';
import { AreaRow, type Choice, NumberRow, SelectRow } from '../admin/kit/fields.tsx';
import { Group } from '../admin/kit/group.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { SettingsForm } from '../admin/kit/settings-form.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { type CallSettingsValues, closedBy, faultsOf, settingsOf, valuesOf } from './call-settings-model.ts';
import { countriesIn } from './countries.ts';
import { CountriesRow } from './countries-row.tsx';
import { MoneyRow } from './money-row.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';

/** Which numbers may be dialled and how much of it, and what is recorded. */
export function CallSettingsSection(_props: SectionProps) {
  const { client } = useConsole();
  const settings = useRequest('admin-calls', () => client.call('getCallSettings'));
  const trunks = useRequest('admin-trunks', async () => (await client.call('listTrunks')).trunks);
  return (
    <AdminFrame section="calls">
      <Loaded of={{ settings, trunks }}>
        {(data) => (
          <>
            <Closed settings={data.settings} trunks={data.trunks} />
            <CallSettingsForm settings={data.settings} />
          </>
        )}
      </Loaded>
    </AdminFrame>
  );
}

/** Why no number can be called, where that is so: the page would else look as if all were well. */
function Closed({ settings, trunks }: { readonly settings: CallSettings; readonly trunks: readonly TrunkSettings[] }) {
  const texts = useTelephoneTexts();
  const noTrunk = !trunks.some(({ enabled }) => enabled);
  const reason = noTrunk ? 'trunk' : closedBy(settings.caps);
  if (reason === null) return null;
  return (
    <p className="caution">
      {texts('calls.closed', { reason: texts(`calls.closed.${reason}`) })}
      {noTrunk && (
        <>
          {' '}
          <AdminLink to="trunks">{texts('calls.closed.trunk.link')}</AdminLink>
        </>
      )}
    </p>
  );
}

function CallSettingsForm({ settings }: { readonly settings: CallSettings }) {
  const texts = useTelephoneTexts();
  const { t } = useAdmin();
  const { client, cache } = useConsole();
  const countries = countriesIn(t.locale);
  const choice = <K extends string>(ids: readonly K[], name: (id: K) => string): Choice[] =>
    ids.map((id) => ({ id, name: name(id) }));
  return (
    <SettingsForm<CallSettingsValues>
      section="calls"
      base={valuesOf(settings)}
      check={(values) => faultsOf(values, texts)}
      save={async (values) =>
        void cache.set('admin-calls', await client.call('saveCallSettings', { body: settingsOf(values) }))
      }
      saved={() => texts('calls.saved')}
    >
      {(form) => (
        <>
          <Group title={texts('dialling')} text={texts('dialling.text')}>
            <SelectRow
              form={form}
              at="country"
              label={texts('country')}
              hint={texts('country.hint')}
              choices={countries}
            />
            <CountriesRow form={form} countries={countries} />
            <AreaRow
              form={form}
              at="closedPrefixes"
              label={texts('closed')}
              hint={texts('closed.hint')}
              maxLength={4_000}
              rows={2}
            />
          </Group>
          <Group title={texts('caps')} text={texts('caps.text')}>
            <NumberRow
              form={form}
              at="concurrent"
              label={texts('caps.concurrent')}
              unit={texts('unit.calls')}
              min={0}
            />
            <NumberRow form={form} at="perMinute" label={texts('caps.perMinute')} unit={texts('unit.calls')} min={0} />
            <NumberRow
              form={form}
              at="minutesPerDay"
              label={texts('caps.minutesPerDay')}
              unit={texts('unit.minutes')}
              min={0}
            />
            <MoneyRow form={form} at="spendPerDay" label={texts('caps.spendPerDay')} hint={texts('caps.money.hint')} />
            <MoneyRow
              form={form}
              at="centsPerMinute"
              label={texts('caps.centsPerMinute')}
              hint={texts('caps.minute.hint')}
            />
          </Group>
          <Group title={texts('recording')}>
            <SelectRow
              form={form}
              at="recording"
              label={texts('recording.label')}
              choices={choice(['never', 'by_agent', 'always'], (id) => texts(`recording.${id}`))}
            />
            {form.value.recording !== 'never' && (
              <SelectRow
                form={form}
                at="consent"
                label={texts('recording.consent')}
                hint={texts('recording.consent.hint')}
                choices={choice(['ask', 'announce'], (id) => texts(`recording.consent.${id}`))}
              />
            )}
            <NumberRow
              form={form}
              at="recordingDays"
              label={texts('recording.days')}
              hint={texts('recording.days.hint')}
              unit={texts('unit.days')}
              min={1}
            />
          </Group>
        </>
      )}
    </SettingsForm>
  );
}
