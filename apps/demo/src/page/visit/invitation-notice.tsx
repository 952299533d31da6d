/** @jsxImportSource preact */
import { useEffect } from 'preact/hooks';
import { useTongue } from '../texts.ts';
import type { Visit } from './use-visit.ts';

/** An agent's word to a visitor who has not asked for help. */
export function InvitationNotice({ visit, onAccept }: { visit: Visit; onAccept(): void }) {
  const { t } = useTongue();
  const { invitation, answer } = visit;
  const id = invitation?.id;
  // Once for each invitation: `answer` changes with every page.
  useEffect(() => {
    if (id) answer('displayed');
  }, [id]);
  if (!invitation) return null;
  return (
    <div class="notice" role="status">
      <p>
        <span class="small">{t('invite.from', { name: invitation.agentName })}</span>
        <br />
        {invitation.text}
      </p>
      <button
        type="button"
        class="as-button as-button-main"
        onClick={() => {
          answer('clicked');
          onAccept();
        }}
      >
        {t('invite.accept')}
      </button>
      <button type="button" class="as-button" onClick={() => answer('failed')}>
        {t('invite.decline')}
      </button>
    </div>
  );
}
