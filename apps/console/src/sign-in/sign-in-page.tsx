import type { AlongsideError } from '@alongside/sdk/agent';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Field } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Entrance } from './entrance.tsx';
import { SignInProblem } from './sign-in-problem.tsx';
import { useCountdown } from './use-countdown.ts';

interface Missing {
  readonly email: boolean;
  readonly password: boolean;
}

/** Sign in with e-mail and password; the company only on a server with several. */
export function SignInPage({ because }: { readonly because: 'session_ended' | 'signed_out' | null }) {
  const { t } = useLanguage();
  const { session, settings } = useConsole();
  const [tenant, setTenant] = useState(() => settings.get().tenant);
  const [tenantShown, showTenant] = useState(tenant !== '');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<Missing>({ email: false, password: false });
  const [error, setError] = useState<AlongsideError | null>(null);
  const [pausedUntil, setPausedUntil] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const paused = useCountdown(pausedUntil);

  useEffect(() => form.current?.querySelector<HTMLInputElement>('input[name="email"]')?.focus(), []);

  const failed = (given: unknown) => {
    const refusal = asError(given);
    setError(refusal);
    if (refusal.field?.endsWith('/tenant')) showTenant(true);
    if (refusal.code === 'rate_limited') setPausedUntil(Date.now() + (refusal.retryAfterSeconds ?? 60) * 1000);
    form.current?.querySelector<HTMLInputElement>('input[name="password"]')?.select();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || paused > 0) return;
    const lacking = { email: email.trim() === '', password: password === '' };
    setMissing(lacking);
    setError(null);
    if (lacking.email || lacking.password) {
      form.current?.querySelector<HTMLInputElement>(`input[name="${lacking.email ? 'email' : 'password'}"]`)?.focus();
      return;
    }
    setBusy(true);
    await session.signIn({ tenant: tenantShown ? tenant : '', email, password }).catch(failed);
    setBusy(false);
  };

  return (
    <Entrance title={t('signin.title')} lead={t('signin.lead')}>
      <form ref={form} className="form" onSubmit={submit} noValidate>
        <SignInProblem error={error} because={because} paused={paused} withTenant={tenantShown && tenant !== ''} />
        {tenantShown && (
          <Field
            name="organization"
            autoComplete="organization"
            verbatim
            label={t('signin.tenant')}
            hint={t('signin.tenant.hint')}
            value={tenant}
            onChange={setTenant}
          />
        )}
        <Field
          name="email"
          type="email"
          autoComplete="username"
          label={t('signin.email')}
          value={email}
          onChange={(value) => {
            setEmail(value);
            // The pause is for the one address.
            setPausedUntil(null);
            if (error?.code === 'rate_limited') setError(null);
          }}
          error={missing.email ? t('signin.required') : null}
        />
        <PasswordField
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={missing.password ? t('signin.required') : null}
        />
        <button type="submit" className="as-button as-button-main" disabled={paused > 0} aria-disabled={busy}>
          {busy && <Spinner />}
          {t(busy ? 'signin.submitting' : 'signin.submit')}
        </button>
        {!tenantShown && (
          <button type="button" className="link" onClick={() => showTenant(true)}>
            {t('signin.tenant.show')}
          </button>
        )}
      </form>
    </Entrance>
  );
}
