import { useConsoleState } from '../hooks/use-console.ts';
import { EndDialog } from './end-dialog.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { ReassignDialog } from './reassign-dialog.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { SwitchDialog } from './switch-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

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
    case 'sign-out':
      return <SignOutDialog />;
    default:
      return null;
  }
}
