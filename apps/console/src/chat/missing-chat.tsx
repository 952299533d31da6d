import { MessageSquareOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Empty } from '../ui/empty.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** The desk that shows a chat which was just accepted follows within this time. */
const ARRIVAL_MS = 2_000;

/** The address names a conversation that is not on my desk. */
export function MissingChat({ loading }: { readonly loading: boolean }) {
  const t = useTexts();
  const { go } = useConsole();
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (loading) return;
    const timer = setTimeout(() => setLate(true), ARRIVAL_MS);
    return () => clearTimeout(timer);
  }, [loading]);
  if (!late) return <Skeleton widths={[30, 60, 45, 70]} />;
  return (
    <Empty main icon={MessageSquareOff} title={t('chat.missing')} text={t('chat.missing.text')}>
      <button type="button" className="as-button dense" onClick={go.toDesk}>
        {t('list.title')}
      </button>
    </Empty>
  );
}
