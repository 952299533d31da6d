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

/** Rounded up: an alert that changed every second would be read out every second. */
const coarse = (seconds: number) => (seconds > 60 ? Math.ceil(seconds / 60) * 60 : Math.ceil(seconds / 10) * 10);

/** Why there is no way in, or why there is none any more. */
export function SignInProblem({ error, because, paused, withTenant }: SignInProblemProps) {
  const { t, formats } = useLanguage();
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
    if (error.code === 'rate_limited') return t('signin.limited', { wait: formats.duration(coarse(paused)) });
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
