import type { AlongsideError } from '@alongside/sdk/agent';
import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { errorKey } from '../errors/error-key.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Field } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { domainWordOf } from './domain-word.ts';
import { Entrance } from './entrance.tsx';
import { type SetUpValues, setUpProblems } from './set-up-problems.ts';

const EMPTY: SetUpValues = { company: '', domain: '', name: '', email: '', password: '' };

/** The first start: whoever holds the one-time link creates the company and the first administrator. */
export function SetUpPage({ token }: { readonly token: string }) {
  const t = useTexts();
  const { session, go } = useConsole();
  const [values, setValues] = useState(EMPTY);
  const [domainTouched, touchDomain] = useState(false);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<AlongsideError | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = setUpProblems(values, t);
  const shown = (field: keyof SetUpValues) => (tried ? problems[field] : null);
  const change = (field: keyof SetUpValues) => (value: string) => setValues((old) => ({ ...old, [field]: value }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    setError(null);
    const wrong = (Object.keys(problems) as (keyof SetUpValues)[]).find((field) => problems[field] !== null);
    if (wrong) return form.current?.querySelector<HTMLInputElement>(`input[name="${wrong}"]`)?.focus();
    setBusy(true);
    // The address keeps no token once it is used.
    await session.setUp({ token, ...values }).then(go.toDesk, (given) => setError(asError(given)));
    setBusy(false);
  };

  const refused = error?.code === 'setup_refused' || token === '';
  return (
    <Entrance title={t('setup.title')} lead={t('setup.lead')}>
      <form ref={form} className="form" onSubmit={submit} noValidate>
        {(error || refused) && (
          <div className="message message-danger" role="alert">
            <TriangleAlert size={16} aria-hidden="true" />
            <div>
              <p>{refused ? t('setup.refused') : t((error && errorKey(error.code)) ?? 'error.other')}</p>
              {refused && <p>{t('setup.refused.text')}</p>}
              {error && <p className="code">{t('common.code', { code: error.code })}</p>}
            </div>
          </div>
        )}
        <Field
          name="company"
          autoComplete="organization"
          label={t('setup.company')}
          value={values.company}
          onChange={(company) =>
            setValues((old) => ({ ...old, company, domain: domainTouched ? old.domain : domainWordOf(company) }))
          }
          error={shown('company')}
        />
        <Field
          name="domain"
          autoComplete="off"
          verbatim
          label={t('setup.domain')}
          hint={t('setup.domain.hint')}
          value={values.domain}
          onChange={(domain) => {
            touchDomain(true);
            change('domain')(domain);
          }}
          error={shown('domain')}
        />
        <Field
          name="name"
          autoComplete="name"
          label={t('setup.name')}
          hint={t('setup.name.hint')}
          value={values.name}
          onChange={change('name')}
          error={shown('name')}
        />
        <Field
          name="email"
          type="email"
          autoComplete="username"
          label={t('setup.email')}
          value={values.email}
          onChange={change('email')}
          error={shown('email')}
        />
        <PasswordField
          autoComplete="new-password"
          hint={t('setup.password.hint')}
          value={values.password}
          onChange={change('password')}
          error={shown('password')}
        />
        <button type="submit" className="as-button as-button-main" aria-disabled={busy}>
          {busy && <Spinner />}
          {t(busy ? 'setup.submitting' : 'setup.submit')}
        </button>
        <button type="button" className="link" onClick={go.toSignIn}>
          {t('setup.signin')}
        </button>
      </form>
    </Entrance>
  );
}
