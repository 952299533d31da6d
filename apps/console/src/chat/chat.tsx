import { Composer } from '../composer/composer.tsx';
import { useStagedFiles } from '../composer/use-staged-files.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import type { Row } from '../state/rows.ts';
import { ChatHeader } from './chat-header.tsx';
import { DepartedBar } from './departed-bar.tsx';
import { Log } from './log.tsx';
import { TypingLine } from './typing-line.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { WrapUpForm } from './wrap-up-form.tsx';

/** A chat of mine: going on, waiting for its note, or just lost. */
export function Chat({ row }: { readonly row: Row }) {
  const t = useTexts();
  const { views } = useConsole();
  const { contact, conversationId, state } = row;
  const view = views.of(conversationId);
  const staging = useStagedFiles();
  const drop = useFileDrop(state === 'active' ? staging.add : null);
  return (
    <div className="chat" {...drop.handlers}>
      <ChatHeader contact={contact} active={state === 'active'} />
      <Log view={view} conversationId={conversationId} customer={contact.customer.name} mine={state !== 'departed'} />
      {state === 'active' && (
        <>
          <TypingLine view={view} />
          <Composer contact={contact} view={view} staging={staging} />
        </>
      )}
      {state === 'wrap-up' && <WrapUpForm contact={contact} />}
      {state === 'departed' && <DepartedBar conversationId={conversationId} />}
      {drop.over && (
        <div className="drop" aria-hidden="true">
          {t('chat.drop')}
        </div>
      )}
    </div>
  );
}
