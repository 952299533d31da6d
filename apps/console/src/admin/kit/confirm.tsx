import type { ReactNode } from 'react';
import { Modal } from '../../ui/modal.tsx';
import { useAdmin } from './texts.ts';

interface ConfirmProps {
  readonly title: string;
  /** What happens. */
  readonly children: ReactNode;
  /** What it does; absent where there is nothing to be done. */
  readonly submit?: string;
  readonly cancel?: string;
  readonly harmless?: boolean;
  readonly busy?: boolean;
  readonly onSubmit?: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back; the safe answer has the keyboard. */
export function Confirm({ title, children, submit, cancel, harmless, busy, onSubmit, onClose }: ConfirmProps) {
  const { t } = useAdmin();
  return (
    <Modal title={title} onClose={onClose}>
      <div className="dialog-body">{children}</div>
      <footer className="dialog-foot">
        {/* biome-ignore lint/a11y/noAutofocus: a question is asked to be answered, and the harmless answer is at hand. */}
        <button type="button" className="as-button dense" autoFocus onClick={onClose}>
          {cancel ?? t('common.cancel')}
        </button>
        {submit && (
          <button
            type="button"
            className={`as-button dense ${harmless ? 'as-button-main' : 'as-button-danger'}`}
            aria-disabled={busy}
            onClick={() => !busy && onSubmit?.()}
          >
            {submit}
          </button>
        )}
      </footer>
    </Modal>
  );
}
