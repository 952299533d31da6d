import type { AgentConversation, Message } from '@alongside/sdk/agent';
import { CircleAlert } from 'lucide-react';
import { errorKey } from '../errors/error-key.ts';
import { useConsole, useRow } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';

/** After these a second try cannot help. `not_owner` can: the chat may have been taken back. */
const FINAL = ['conversation_ended', 'file_too_large', 'file_type_refused', 'upload_interrupted'];

interface FailedMessageProps {
  readonly message: Message;
  readonly view: AgentConversation;
  readonly conversationId: string;
}

/** Why a message did not go out, and what can be done with it. Its words are never lost. */
export function FailedMessage({ message, view, conversationId }: FailedMessageProps) {
  const t = useTexts();
  const { notices, drafts, unsent } = useConsole();
  const state = useRow(conversationId)?.state;
  const { clientId, error, kind, text } = message;
  if (clientId === null) return null;
  const code = error?.code ?? 'unexpected_answer';
  const final = FINAL.includes(code) || state !== 'active';
  const discard = () => {
    unsent.remove(clientId);
    view.discard(clientId).catch(notices.failure);
  };
  const reuse = () => {
    const draft = drafts.get(conversationId);
    const field = kind === 'note' ? 'note' : 'reply';
    drafts.set(conversationId, { ...draft, [field]: [text, draft[field]].filter(Boolean).join('\n') });
    discard();
  };
  return (
    <div className="failed-message">
      <p>
        <CircleAlert size={14} aria-hidden="true" />
        <strong>{t('delivery.failed')}.</strong> {t(errorKey(code) ?? 'error.other')}{' '}
        <span className="code">{t('common.code', { code })}</span>
      </p>
      <p className="failed-actions">
        {!final && (
          <button type="button" className="link" onClick={() => view.retry(clientId).catch(notices.failure)}>
            {t('delivery.retry')}
          </button>
        )}
        {text !== '' && (state === 'active' || state === 'departed') && (
          <button type="button" className="link" onClick={reuse}>
            {t('delivery.reuse')}
          </button>
        )}
        <button type="button" className="link" onClick={discard}>
          {t('delivery.discard')}
        </button>
      </p>
    </div>
  );
}
