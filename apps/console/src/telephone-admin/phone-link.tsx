import type { PhoneLink } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { AreaRow, CheckRow, NumberRow, TextRow } from '../admin/kit/fields.tsx';
import { Group } from '../admin/kit/group.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { SettingsForm } from '../admin/kit/settings-form.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { TimeZoneRow } from '../admin/kit/time-zone-row.tsx';
import type { SectionProps } from '../admin/sections.ts';
import { CopyButton } from '../details/copy-button.tsx';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { HubWebhooks } from './hub-webhooks.tsx';
import { faultsOf, type PhoneLinkValues, settingsOf, valuesOf } from './phone-link-model.ts';
import { PhoneTokens } from './phone-tokens.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';

/** Agents' phone, opened by links that the company's own server signs. */
export function PhoneLinkSection(_props: SectionProps) {
  const { client } = useConsole();
  const phone = useRequest('admin-phone', () => client.call('getPhoneLink'));
  return (
    <AdminFrame section="phone">
      <Loaded of={{ phone }}>
        {(data) => (
          <>
            <PhoneLinkForm phone={data.phone} />
            <PhoneTokens phone={data.phone} again={phone.again} />
            <HubWebhooks />
          </>
        )}
      </Loaded>
    </AdminFrame>
  );
}

function PhoneLinkForm({ phone }: { readonly phone: PhoneLink }) {
  const texts = useTelephoneTexts();
  const { a } = useAdmin();
  const { client, cache } = useConsole();
  const plain = { dir: 'ltr', autoCapitalize: 'none', spellCheck: false } as const;
  return (
    <SettingsForm<PhoneLinkValues>
      section="phone"
      base={valuesOf(phone.settings)}
      check={(values) => faultsOf(values, texts, a('form.required'))}
      save={async (values) =>
        void cache.set('admin-phone', await client.call('savePhoneLink', { body: settingsOf(values) }))
      }
      saved={() => texts('phone.saved')}
    >
      {(form) => (
        <>
          <Group title={texts('phone.what')}>
            <CheckRow form={form} at="enabled" label={texts('phone.enabled')} hint={texts('phone.enabled.hint')} />
            <NumberRow
              form={form}
              at="sessionHours"
              label={texts('phone.sessionHours')}
              unit={a('unit.hours')}
              min={1}
              max={24}
            />
            <TextRow
              form={form}
              at="returnUrl"
              label={texts('phone.returnUrl')}
              hint={texts('phone.returnUrl.hint')}
              maxLength={500}
              {...plain}
            />
          </Group>
          <Group title={texts('phone.links')} text={texts('phone.links.text')}>
            <p className="with-copy">
              <code className="secret-value" dir="ltr">
                {phone.linkHost}
              </code>
              <CopyButton what={texts('phone.linkHost.copy')} text={phone.linkHost} />
            </p>
            <TextRow
              form={form}
              at="linkHost"
              label={texts('phone.linkHost')}
              hint={texts('phone.linkHost.hint')}
              type="url"
              placeholder="https://"
              maxLength={255}
              {...plain}
            />
          </Group>
          <Group title={texts('phone.tokensOfCalls')}>
            <CheckRow
              form={form}
              at="requireExpiry"
              label={texts('phone.requireExpiry')}
              hint={texts('phone.requireExpiry.hint')}
            />
            <TimeZoneRow
              form={form}
              at="timeZone"
              label={texts('phone.timeZone')}
              hint={texts('phone.timeZone.hint')}
            />
          </Group>
          <Group title={texts('phone.apps')} text={texts('phone.apps.text')}>
            <CheckRow form={form} at="hasAndroid" label={texts('phone.android')} />
            {form.value.hasAndroid && (
              <div className="under">
                <TextRow
                  form={form}
                  at="packageName"
                  label={texts('phone.android.packageName')}
                  maxLength={150}
                  {...plain}
                />
                <AreaRow
                  form={form}
                  at="fingerprints"
                  label={texts('phone.android.fingerprints')}
                  hint={texts('phone.android.fingerprints.hint')}
                  maxLength={1_200}
                  rows={2}
                />
              </div>
            )}
            <CheckRow form={form} at="hasApple" label={texts('phone.apple')} />
            {form.value.hasApple && (
              <div className="under">
                <TextRow
                  form={form}
                  at="appId"
                  label={texts('phone.apple.appId')}
                  hint={texts('phone.apple.appId.hint')}
                  maxLength={170}
                  {...plain}
                />
                <TextRow
                  form={form}
                  at="storeId"
                  label={texts('phone.apple.storeId')}
                  inputMode="numeric"
                  maxLength={15}
                  {...plain}
                />
              </div>
            )}
          </Group>
        </>
      )}
    </SettingsForm>
  );
}
