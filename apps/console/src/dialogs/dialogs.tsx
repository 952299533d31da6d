import { lazy, Suspense } from 'react';
import { useConsoleState } from '../hooks/use-console.ts';
import { EndDialog } from './end-dialog.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { ReassignDialog } from './reassign-dialog.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { SwitchDialog } from './switch-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

const CobrowseCode = lazy(() =>
  import('../cobrowse/cobrowse-code.tsx').then((file) => ({ default: file.CobrowseCode })),
);

/** The one dialog that is open. */
export function Dialogs() {
  const dialog = useConsoleState((state) => state.dialog);
  switch (dialog?.kind) {
    case 'transfer':
      return <TransferDialog conversationId={dialog.conversationId} />;
    case 'reassign':
      return <ReassignDialog contact={dialog.contact} />;
    case 'end':
      return <EndDialog conversationId={dialog.conversationId} />;
    case 'keys':
      return <KeysDialog />;
    case 'switch':
      return <SwitchDialog />;
    case 'code':
      return (
        <Suspense fallback={null}>
          <CobrowseCode />
        </Suspense>
      );
    case 'sign-out':
      return <SignOutDialog />;
    default:
      return null;
  }
}
