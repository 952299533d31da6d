import { CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import type { Notice } from '../state/model.ts';
import { IconButton } from '../ui/icon-button.tsx';

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: TriangleAlert } as const;

/** What has just happened and what went wrong. */
export function Notices() {
  const t = useTexts();
  const notices = useConsoleState((state) => state.notices);
  return (
    <section className="notices" aria-label={t('notices.label')} aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const t = useTexts();
  const { notices } = useConsole();
  const Icon = ICONS[notice.tone];
  const { action } = notice;
  return (
    <div className={`notice message-${notice.tone}`}>
      <Icon size={18} aria-hidden="true" />
      <div className="notice-text">
        <p>{notice.text(t)}</p>
        {notice.code && <p className="code">{t('common.code', { code: notice.code })}</p>}
        {action && (
          <button
            type="button"
            className="as-button dense"
            onClick={() => {
              notices.dismiss(notice.id);
              action.run();
            }}
          >
            {action.label(t)}
          </button>
        )}
      </div>
      <IconButton icon={X} label={t('common.dismiss')} onPress={() => notices.dismiss(notice.id)} />
    </div>
  );
}
