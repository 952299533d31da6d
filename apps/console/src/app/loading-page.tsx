import { useTexts } from '../i18n/use-language.ts';
import { Mark } from '../ui/logo.tsx';
import { Spinner } from '../ui/spinner.tsx';

/** Before anything is known of the session. @param code why not, once something went wrong */
export function LoadingPage({ code }: { readonly code: string | null }) {
  const t = useTexts();
  return (
    <main className="entrance">
      <div className="loading" role="status">
        <Mark size={40} />
        {code === null ? (
          <span className="as-visually-hidden">{t('common.loading')}</span>
        ) : (
          <>
            <h1 className="entrance-title">{t('signin.unreachable')}</h1>
            <p className="entrance-lead">
              <Spinner /> {t('signin.unreachable.text')}
            </p>
            <p className="code">{t('common.code', { code })}</p>
          </>
        )}
      </div>
    </main>
  );
}
