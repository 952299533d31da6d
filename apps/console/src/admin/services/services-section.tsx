import type { CompanyBackendView } from '@alongside/protocol';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { DeleteButton } from '../kit/delete-button.tsx';
import { Check, SelectRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { SecretDialog } from '../kit/secret-dialog.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useForm } from '../kit/use-form.ts';
import type { SectionProps } from '../sections.ts';

const CACHE = 'admin-services';

/** The company's own services, which this server asks. */
export function ServicesSection(_props: SectionProps) {
  const { client } = useConsole();
  const backend = useRequest(CACHE, () => client.call('getCompanyBackend'));
  return (
    <AdminFrame section="services">
      <Loaded of={{ backend }}>
        {(data) => <ServicesForm key={data.backend.url} backend={data.backend} again={backend.again} />}
      </Loaded>
    </AdminFrame>
  );
}

interface Values {
  readonly url: string;
  readonly queue: 'ours' | 'external';
  readonly newSecret: boolean;
}

interface ServicesFormProps {
  readonly backend: CompanyBackendView;
  readonly again: () => void;
}

function ServicesForm({ backend, again }: ServicesFormProps) {
  const { a } = useAdmin();
  const { client, notices, cache } = useConsole();
  const [secret, setSecret] = useState<string | null>(null);
  const set = backend.url !== null;
  const form = useForm<Values>({
    at: 'services',
    what: a('section.services'),
    base: { url: backend.url ?? '', queue: backend.queue, newSecret: false },
    check: ({ url }) => (/^https?:\/\/./.test(url.trim()) ? {} : { url: a('webhooks.url.wrong') }),
    async save({ url, queue, newSecret }) {
      const body = { url: url.trim(), queue, ...(newSecret && { newSecret }) };
      const saved = await client.call('saveCompanyBackend', { body });
      notices.show('success', () => a('form.saved.plain'));
      if (saved.secret !== undefined) return setSecret(saved.secret);
      const { secret: _, ...view } = saved;
      cache.set(CACHE, view);
    },
  });
  return (
    <>
      <FormFrame
        form={form}
        label={a('section.services')}
        fresh={!set}
        more={
          set && (
            <DeleteButton
              name={a('section.services')}
              label={a('services.remove')}
              title={a('services.remove.title')}
              done={a('services.removed')}
              text={a('services.remove.text')}
              onDelete={async () => {
                await client.call('removeCompanyBackend');
                form.discard();
                again();
              }}
            />
          )
        }
      >
        <p>{a('services.text')}</p>
        <TextRow
          form={form}
          at="url"
          label={a('services.url')}
          hint={a('services.url.hint')}
          type="url"
          placeholder="https://"
          maxLength={500}
        />
        <SelectRow
          form={form}
          at="queue"
          label={a('services.queue')}
          hint={a(`services.queue.${form.value.queue}.hint`)}
          choices={[
            { id: 'ours', name: a('services.queue.ours') },
            { id: 'external', name: a('services.queue.external') },
          ]}
        />
        {set && (
          <>
            <p className="as-hint">
              {a('services.key')} <code>{backend.keyId}</code>
            </p>
            <Check
              label={a('services.secret.new')}
              hint={a('services.secret.new.hint')}
              checked={form.value.newSecret}
              onChange={(newSecret) => form.set({ newSecret })}
            />
          </>
        )}
      </FormFrame>
      {secret !== null && (
        <SecretDialog
          title={a('services.secret')}
          text={a('services.secret.text')}
          values={[{ name: a('keys.secret.label'), value: secret }]}
          onClose={() => {
            setSecret(null);
            again();
          }}
        />
      )}
    </>
  );
}
