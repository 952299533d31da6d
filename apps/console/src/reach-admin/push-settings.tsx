import type { PushSettings as Settings } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { CopyList } from '../admin/kit/copy-list.tsx';
import { CheckRow, TextRow } from '../admin/kit/fields.tsx';
import { Group } from '../admin/kit/group.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { SettingsForm } from '../admin/kit/settings-form.tsx';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { contactFault } from './contact.ts';
import { useReachTexts } from './use-reach-texts.ts';

interface Values {
  readonly includeText: boolean;
  readonly contact: string;
}

/** What a push to a browser says, and who answers for it. */
export function PushSettings(_props: SectionProps) {
  const { client } = useConsole();
  const settings = useRequest('admin-push', () => client.call('getPushSettings'));
  const domain = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.tenant.domain : ''));
  return (
    <AdminFrame section="push">
      <Loaded of={{ settings }}>{(data) => <PushForm settings={data.settings} domain={domain} />}</Loaded>
    </AdminFrame>
  );
}

function PushForm({ settings, domain }: { readonly settings: Settings; readonly domain: string }) {
  const texts = useReachTexts();
  const { client, cache } = useConsole();
  const key = useRequest(
    'admin-push-key',
    async () => (await client.call('getPushKey', { query: { tenant: domain } })).publicKey,
  );
  return (
    <SettingsForm<Values>
      section="push"
      base={{ includeText: settings.includeText, contact: settings.contact ?? '' }}
      check={({ contact }) => (contactFault(contact) ? { contact: texts('contact.wrong') } : {})}
      save={async ({ includeText, contact }) => {
        const body = { includeText, contact: contact.trim() === '' ? null : contact.trim() };
        cache.set('admin-push', await client.call('savePushSettings', { body }));
      }}
      saved={() => texts('push.saved')}
    >
      {(form) => (
        <>
          <Group title={texts('words')} text={texts('words.text')}>
            <CheckRow form={form} at="includeText" label={texts('words.include')} hint={texts('words.include.hint')} />
          </Group>
          <Group title={texts('sender')}>
            <TextRow
              form={form}
              at="contact"
              label={texts('contact')}
              hint={texts('contact.hint')}
              maxLength={300}
              dir="ltr"
              placeholder="mailto:"
            />
            <CopyList values={[{ name: texts('key'), value: key.data }]} />
            <p className="as-hint">{texts('key.hint')}</p>
          </Group>
        </>
      )}
    </SettingsForm>
  );
}
