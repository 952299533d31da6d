import { useTexts } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';

export function BoardPage(_props: { readonly part: string | null }) {
  const t = useTexts();
  return <PageFrame title={t('pages.board')}>{null}</PageFrame>;
}
