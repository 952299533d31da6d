import type { RichContent } from '@alongside/protocol';
import { LayoutList } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { useRichTexts } from './use-rich-texts.ts';

// A file of its own: few chats need it.
const RichDialog = lazy(() => import('./rich-dialog.tsx').then((file) => ({ default: file.RichDialog })));

interface RichButtonProps {
  readonly customer: string;
  readonly onSend: (content: RichContent, fallback: string) => boolean;
}

/** Beside the text: opens the dialog that writes quick replies, lists, links and times. */
export function RichButton({ customer, onSend }: RichButtonProps) {
  const texts = useRichTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton icon={LayoutList} label={texts('compose')} onPress={() => setOpen(true)} />
      {open && (
        <Suspense fallback={null}>
          <RichDialog customer={customer} onSend={onSend} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
