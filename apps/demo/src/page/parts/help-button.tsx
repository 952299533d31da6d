/** @jsxImportSource preact */
import type { HelpDesk } from '../help/use-help.ts';
import { useTongue } from '../texts.ts';
import { Icon } from './icon.tsx';

/** Help, wherever it stands: starts a chat, or brings back the one that is going on. */
export function HelpButton({ help, look }: { help: HelpDesk; look: 'tab' | 'main' }) {
  const { t } = useTongue();
  const isOpen = help.state === 'STARTED' || help.state === 'CHAT_INPROGRESS';
  const wanted = help.waitingInApp
    ? 'wait.banner'
    : help.starting
      ? 'help.starting'
      : isOpen
        ? 'help.open'
        : 'help.start';
  return (
    <button
      type="button"
      class={look === 'tab' ? 'tab' : 'as-button as-button-main'}
      aria-disabled={help.starting}
      onClick={() => help.ask()}
    >
      <span class="with-badge">
        <Icon name="help" />
        {help.unread > 0 && (
          <span class="badge">
            <span aria-hidden="true">{help.unread}</span>
            <span class="as-visually-hidden">{t('help.unread', { count: help.unread })}</span>
          </span>
        )}
      </span>
      <span>{t(look === 'tab' ? 'nav.help' : wanted)}</span>
    </button>
  );
}
