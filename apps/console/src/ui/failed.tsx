import { useTexts } from '../i18n/use-language.ts';

interface FailedProps {
  readonly text: string;
  readonly code: string | null;
  readonly retry?: () => void;
}

/** A part that could not be loaded. */
export function Failed({ text, code, retry }: FailedProps) {
  const t = useTexts();
  return (
    <div className="failed" role="alert">
      <p>{text}</p>
      {code && <p className="code">{t('common.code', { code })}</p>}
      {retry && (
        <button type="button" className="as-button dense" onClick={retry}>
          {t('common.retry')}
        </button>
      )}
    </div>
  );
}
