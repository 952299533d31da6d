import type { AlongsideError } from '@alongside/sdk/agent';
import { Info, TriangleAlert } from 'lucide-react';
import { errorKey } from '../errors/error-key.ts';
import { useLanguage } from '../i18n/use-language.ts';

interface SignInProblemProps {
  readonly error: AlongsideError | null;
  readonly because: 'session_ended' | 'signed_out' | null;
  /** Seconds until the next try is allowed. */
  readonly paused: number;
  readonly withTenant: boolean;
}

/** Why there is no way in, or why there is none any more. */
export function SignInProblem({ error, because, paused, withTenant }: SignInProblemProps) {
  const { t, clock } = useLanguage();
  if (!error) {
    if (!because) return null;
    return (
      <p className="message message-info" role="status">
        <Info size={16} aria-hidden="true" />
        {t(because === 'session_ended' ? 'signin.expired' : 'signin.done')}
      </p>
    );
  }
  const text = () => {
    if (error.code === 'rate_limited') return t('signin.limited', { wait: clock(paused) });
    if (error.code !== 'wrong_credentials') return t(errorKey(error.code) ?? 'error.other');
    if (error.field?.endsWith('/tenant')) return t('signin.tenant.needed');
    return t(withTenant ? 'signin.wrong.tenant' : 'signin.wrong');
  };
  return (
    <div className="message message-danger" role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p>{text()}</p>
        <p className="code">{t('common.code', { code: error.code })}</p>
      </div>
    </div>
  );
}
