import type { Pages } from '../../hooks/use-pages.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { useAdmin } from './texts.ts';

/** The next page of a long list, where there is one. */
export function More({ pages: { hasMore, loading, more } }: { readonly pages: Pages<unknown> }) {
  const { t } = useAdmin();
  if (!hasMore) return null;
  return (
    <button type="button" className="as-button dense" aria-disabled={loading} onClick={more}>
      {loading && <Spinner />}
      {t('common.more')}
    </button>
  );
}
