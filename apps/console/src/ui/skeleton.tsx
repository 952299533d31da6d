import { useTexts } from '../i18n/use-language.ts';

/** Grey lines where text will be. @param widths in per cent, one line each */
export function Skeleton({ widths }: { readonly widths: readonly number[] }) {
  const t = useTexts();
  return (
    <div className="skeleton" role="status">
      <span className="as-visually-hidden">{t('common.loading')}</span>
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places.
        <span key={index} className="skeleton-line" style={{ inlineSize: `${width}%` }} />
      ))}
    </div>
  );
}
