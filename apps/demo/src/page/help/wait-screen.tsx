/** @jsxImportSource preact */
import { Dialog } from '../parts/dialog.tsx';
import { BankMark } from '../parts/icon.tsx';
import { useTongue } from '../texts.ts';

type Props = {
  readonly cancelling: boolean;
  onCancel(): void;
  /** Out of the way; the waiting goes on. */
  onAside(): void;
};

/** The bank's own wait screen: what an app draws that starts a help with isBackground: true. */
export function WaitScreen({ cancelling, onCancel, onAside }: Props) {
  const { t } = useTongue();
  return (
    <Dialog label={t('wait.title')} look="full" onLeave={onAside}>
      <div class="wait">
        <span class="wait-mark">
          <BankMark />
        </span>
        <h2>{t('wait.title')}</h2>
        <p class="quiet" role="status">
          {cancelling ? t('wait.cancelling') : t('wait.text')}
        </p>
        <div class="wait-actions">
          <button type="button" class="as-button as-button-main" onClick={onAside}>
            {t('wait.keep')}
          </button>
          <button
            type="button"
            class="as-button"
            aria-disabled={cancelling}
            onClick={() => {
              if (!cancelling) onCancel();
            }}
          >
            {t('wait.cancel')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
