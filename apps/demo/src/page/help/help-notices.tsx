/** @jsxImportSource preact */
import { Icon } from '../parts/icon.tsx';
import { useTongue } from '../texts.ts';
import type { HelpDesk } from './use-help.ts';
import { WaitScreen } from './wait-screen.tsx';

/** What the bank itself says about a help: that it is waiting, or that it could not start. */
export function HelpNotices({ help }: { help: HelpDesk }) {
  const { t } = useTongue();
  const { problem, waitingInApp, aside } = help;
  return (
    <>
      {problem && (
        <div class="notice bad" role="alert">
          <p>
            {t(`help.error.${problem.kind}`)} <span class="small">{t('help.error.code', { code: problem.code })}</span>
          </p>
          <button
            type="button"
            class="icon-button"
            onClick={() => help.dismissProblem()}
            aria-label={t('help.error.close')}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
      {waitingInApp && aside && (
        <div class="notice" role="status">
          <span class="pulse" aria-hidden="true" />
          <p>{t('wait.banner')}</p>
          <button type="button" class="as-button" onClick={() => help.putAside(false)}>
            {t('wait.show')}
          </button>
        </div>
      )}
      {waitingInApp && !aside && (
        <WaitScreen cancelling={help.cancelling} onCancel={() => help.cancel()} onAside={() => help.putAside(true)} />
      )}
    </>
  );
}
