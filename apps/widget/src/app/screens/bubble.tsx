/** @jsxImportSource preact */
import { useObservable, useWidget } from '../context.ts';
import { Icon } from '../parts/icons.tsx';

/** What a hidden conversation leaves on the page. */
export function Bubble({ onOpen }: { onOpen: () => void }) {
  const { alongside, formats, t } = useWidget();
  const { unread } = useObservable(alongside.conversation.status);
  return (
    <button
      type="button"
      class="fab"
      aria-label={unread > 0 ? t('bubble.unread', { count: unread }) : t('bubble.open')}
      onClick={onOpen}
    >
      <Icon name="chat" />
      {unread > 0 && (
        <span class="fab-count" aria-hidden="true">
          {unread > 99 ? `${formats.number(99)}+` : formats.number(unread)}
        </span>
      )}
    </button>
  );
}
