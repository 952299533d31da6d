/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import { lastAgentName } from '../logic/event-text.ts';
import { saveFile } from '../logic/save-file.ts';
import { standingTexts } from '../logic/waiting.ts';
import { CallBack } from '../parts/call-back.tsx';
import { Composer } from '../parts/composer.tsx';
import { MessageList } from '../parts/message-list.tsx';
import { Survey } from '../parts/survey.tsx';
import { useFocusOnEnter } from '../parts/use-focus-on-enter.ts';

/** After the agent was lost or handed the chat over: the wait stands above the composer, the chat stays. */
function WaitsAgain() {
  const { alongside, formats, t } = useWidget();
  const { requeueReason, standing } = useObservable(alongside.help);
  const name = lastAgentName(useObservable(alongside.conversation.timeline));
  return (
    <div class="again" role="status">
      <strong>
        {requeueReason === 'transferred' || name === ''
          ? t('wait.again.transferred')
          : t(requeueReason === 'agent_lost' ? 'wait.again.lost' : 'wait.again.signedOut', { agent: name })}
      </strong>
      {standing && (
        <p>
          {standing.agentsAvailable
            ? Object.values(standingTexts(standing, t, formats)).join(' · ')
            : t('wait.nobody.text')}
        </p>
      )}
      <CallBack />
    </div>
  );
}

/** Read-only: what can still be done with an ended conversation. */
function Ended({ canSave }: { canSave: boolean }) {
  const { alongside, config, drafts, t, hide } = useWidget();
  const { id } = useObservable(alongside.conversation.status);
  // What was being written can no longer be sent and must not lie about on a shared device.
  useEffect(() => drafts.write(id ?? '', ''), [id]);
  const [failed, setFailed] = useState(false);
  const save = useFocusOnEnter<HTMLButtonElement>();
  const saveTranscript = async () => {
    setFailed(false);
    try {
      saveFile(`${t('ended.transcript.file')}.txt`, await alongside.conversation.getTranscript());
    } catch {
      setFailed(true);
    }
  };
  return (
    <footer class="ended">
      <Survey />
      <p>
        {canSave && `${t('ended.text')} `}
        {t('ended.again', { tenant: config.name })}
      </p>
      {failed && (
        <p class="composer-problem" role="alert">
          {t('ended.transcript.failed')}
        </p>
      )}
      <div class="ended-choices">
        {canSave && (
          <button type="button" class="as-button" ref={save} onClick={saveTranscript}>
            {t('ended.transcript')}
          </button>
        )}
        <button type="button" class="as-button as-button-main" onClick={hide}>
          {t('ended.close')}
        </button>
      </div>
    </footer>
  );
}

export function ChatScreen() {
  const { alongside } = useWidget();
  const { phase } = useObservable(alongside.help);
  const { readOnly } = useObservable(alongside.conversation.status);
  const { state } = useObservable(alongside.connection);
  const ended = phase === 'ended' || readOnly;
  return (
    <main class="chat">
      <MessageList />
      {phase === 'waiting' && <WaitsAgain />}
      {ended && <Ended canSave={state !== 'error'} />}
      {!ended && state !== 'error' && <Composer />}
    </main>
  );
}
