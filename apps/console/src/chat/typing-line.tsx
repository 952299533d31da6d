import type { AgentConversation } from '@alongside/sdk/agent';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';

/** The customer is writing. The line keeps its height, so that nothing jumps when they begin. */
export function TypingLine({ view }: { readonly view: AgentConversation }) {
  const t = useTexts();
  const { typing } = useObservable(view.status);
  return (
    <p className="typing-line">
      {typing && (
        <>
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t('chat.typing', { name: typing.name })}
          {typing.text && (
            <q className="typing-text">
              <bdi>{typing.text}</bdi>
            </q>
          )}
        </>
      )}
    </p>
  );
}
