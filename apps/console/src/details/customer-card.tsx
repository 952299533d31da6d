import type { Contact, Customer } from '@alongside/protocol';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CopyButton } from './copy-button.tsx';

/** Who this is, as the company's app told it. */
export function CustomerCard({ contact }: { readonly contact: Contact }) {
  const { t } = useLanguage();
  const { client } = useConsole();
  const { id, name } = contact.customer;
  const { data, code, again } = useRequest(`customer-${id}`, () => client.call('getCustomer', { params: { id } }));
  return (
    <section className="card" aria-labelledby="customer-name">
      <h2 className="card-name" id="customer-name">
        <bdi>{name}</bdi>
      </h2>
      {code && <Failed text={t('details.failed')} code={code} retry={again} />}
      {!data && !code && <Skeleton widths={[70, 55, 65, 40]} />}
      {data && <Facts customer={data} />}
      {contact.attachedData && <Attached data={contact.attachedData} />}
    </section>
  );
}

function Facts({ customer }: { readonly customer: Customer }) {
  const { t, formats } = useLanguage();
  const given = (value: string | null, label: string) => (
    <Fact label={label} {...(value ? { copy: value } : {})}>
      {value ? <bdi dir="ltr">{value}</bdi> : <span className="missing">{t('details.missing')}</span>}
    </Fact>
  );
  return (
    <dl className="facts">
      {given(customer.customerId, t('details.number'))}
      {given(customer.phone, t('details.phone'))}
      {given(customer.email, t('details.email'))}
      {customer.idNumber && given(customer.idNumber, t('details.id'))}
      <Fact label={t('details.signedin')}>
        {t(customer.isLoggedIn ? 'details.signedin.yes' : 'details.signedin.no')}
      </Fact>
      <Fact label={t('details.first')}>{formats.dateTime(customer.firstSeenAt)}</Fact>
    </dl>
  );
}

/** Passed through from the app as it was given: names and values are shown as plain text. */
function Attached({ data }: { readonly data: NonNullable<Contact['attachedData']> }) {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="attached-title">
      <h3 className="card-title" id="attached-title">
        {t('details.attached')}
      </h3>
      <p className="card-empty">{t('details.attached.unproven')}</p>
      <dl className="facts">
        {Object.entries(data).map(([name, value]) => (
          <Fact key={name} label={name} {...(value ? { copy: value } : {})}>
            <bdi>{value}</bdi>
          </Fact>
        ))}
      </dl>
    </section>
  );
}

interface FactProps {
  readonly label: string;
  readonly copy?: string;
  readonly children: React.ReactNode;
}

export function Fact({ label, copy, children }: FactProps) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>
        <span className="fact-value">{children}</span>
        {copy && <CopyButton what={label} text={copy} />}
      </dd>
    </div>
  );
}
