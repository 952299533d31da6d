import { useTexts } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';

export function CallBacksPage(_props: { readonly part: string | null }) {
  const t = useTexts();
  return <PageFrame title={t('pages.call-backs')}>{null}</PageFrame>;
}
