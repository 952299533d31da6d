import type { PushSettings as Settings } from '@alongside/protocol';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { CheckRow, TextRow } from '../admin/kit/fields.tsx';
import { FormFrame } from '../admin/kit/form-frame.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useForm } from '../admin/kit/use-form.ts';
import type { SectionProps } from '../admin/sections.ts';
import { CopyButton } from '../details/copy-button.tsx';
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
  const { a } = useAdmin();
  const texts = useReachTexts();
  const { client, notices, cache } = useConsole();
  const key = useRequest(
    'admin-push-key',
    async () => (await client.call('getPushKey', { query: { tenant: domain } })).publicKey,
  );
  const form = useForm<Values>({
    at: 'push',
    what: a('section.push'),
    base: { includeText: settings.includeText, contact: settings.contact ?? '' },
    check: ({ contact }) => (contactFault(contact) ? { contact: texts('contact.wrong') } : {}),
    async save({ includeText, contact }) {
      const body = { includeText, contact: contact.trim() === '' ? null : contact.trim() };
      cache.set('admin-push', await client.call('savePushSettings', { body }));
      notices.show('success', () => texts('push.saved'));
    },
  });
  return (
    <FormFrame form={form} label={a('section.push')}>
      <fieldset className="group">
        <legend className="group-title">{texts('words')}</legend>
        <p>{texts('words.text')}</p>
        <CheckRow form={form} at="includeText" label={texts('words.include')} hint={texts('words.include.hint')} />
      </fieldset>
      <fieldset className="group">
        <legend className="group-title">{texts('sender')}</legend>
        <TextRow
          form={form}
          at="contact"
          label={texts('contact')}
          hint={texts('contact.hint')}
          maxLength={300}
          dir="ltr"
          placeholder="mailto:"
        />
        <dl className="secrets">
          <div className="secret">
            <dt className="as-label">{texts('key')}</dt>
            <dd>
              <code className="secret-value">{key.data ?? '…'}</code>
              {key.data && <CopyButton what={texts('key')} text={key.data} />}
            </dd>
          </div>
        </dl>
        <p className="as-hint">{texts('key.hint')}</p>
      </fieldset>
    </FormFrame>
  );
}
