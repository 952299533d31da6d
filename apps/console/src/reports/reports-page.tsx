import { useTexts } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';

export function ReportsPage(_props: { readonly part: string | null }) {
  const t = useTexts();
  return <PageFrame title={t('pages.reports')}>{null}</PageFrame>;
}
