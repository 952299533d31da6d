import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Modal } from '../ui/modal.tsx';

/** Signing out gives open chats back to the queue: asked before, not explained after. */
export function SignOutDialog() {
  const t = useTexts();
  const { session, go, client } = useConsole();
  const desk = useObservable(client.desk);
  const busy = useBusy('sign-out');
  const count = desk?.conversations.filter(({ contact }) => contact.state === 'active').length ?? 0;
  return (
    <Modal title={t('signout.title')}>
      <div className="dialog-body">
        <p>{t('signout.text', { count })}</p>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={go.closeDialog}>
            {t('common.cancel')}
          </button>
          <button
            type="button"
            className="as-button as-button-danger dense"
            aria-disabled={busy}
            onClick={() => void session.signOut()}
          >
            {t('settings.signout')}
          </button>
        </footer>
      </div>
    </Modal>
  );
}
