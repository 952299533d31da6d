/** @jsxImportSource preact */
import { useEffect } from 'preact/hooks';
import { useObservable, useWidget } from './context.ts';
import { adviceFor } from './logic/advice.ts';
import { readClosed } from './logic/closed.ts';
import { Banner } from './parts/banner.tsx';
import { Header } from './parts/header.tsx';
import { Bubble } from './screens/bubble.tsx';
import { ChatScreen } from './screens/chat.tsx';
import { NoticeScreen } from './screens/notice.tsx';
import { WaitScreen } from './screens/wait.tsx';
import { waitsUnseen } from './session/session.ts';

function Screen() {
  const { alongside, config, formats, hide, t, ui } = useWidget();
  const help = useObservable(alongside.help);
  const { calls, choice, failure, starting } = useObservable(ui);
  const tenant = config.name;

  if (failure?.closed) {
    const { words, opens } = readClosed(failure.errorMsg);
    return (
      <NoticeScreen title={t('closed.title')} action={{ text: t('error.close'), run: hide }}>
        <p class="wait-words" dir="auto">
          {words}
        </p>
        {opens && <p>{t('closed.opens', { time: formats.dateTime(opens) })}</p>}
      </NoticeScreen>
    );
  }
  if (failure) {
    return (
      <NoticeScreen title={t('error.title')} action={{ text: t('error.close'), run: hide }}>
        <p>{t(adviceFor(failure.correctiveAction, failure.errorCode), { tenant })}</p>
        <p class="code">{t('error.code', { code: failure.errorCode })}</p>
      </NoticeScreen>
    );
  }
  if (choice && calls) return <calls.Choice {...choice} />;
  if (starting) {
    return (
      <NoticeScreen title={t('starting.title')} calm={false}>
        <p>{t('starting.text')}</p>
      </NoticeScreen>
    );
  }
  if (help.everStarted || help.phase === 'active') return <ChatScreen key={help.conversationId ?? ''} />;
  if (help.phase === 'ended') {
    const cancelled = help.endReason === 'cancelled_by_customer';
    const title = help.callBackAsked ? 'callback.done' : cancelled ? 'wait.left.title' : 'wait.ended.title';
    const text = help.callBackAsked ? t('callback.done.text') : cancelled ? t('wait.left.text') : help.endMessage;
    return (
      <NoticeScreen key={title} title={t(title)} action={{ text: t('ended.close'), run: hide }}>
        {text && (
          <p class="wait-words" dir="auto">
            {text}
          </p>
        )}
        <p>{t('ended.again', { tenant })}</p>
      </NoticeScreen>
    );
  }
  if (help.phase === 'waiting' && !waitsUnseen(help)) return <WaitScreen />;
  return (
    <NoticeScreen title={t(help.phase === 'waiting' ? 'wait.title' : 'idle.title')}>
      <p>{help.phase === 'waiting' ? t('idle.background') : t('idle.text', { tenant })}</p>
    </NoticeScreen>
  );
}

export function App({ onOpen }: { onOpen: () => void }) {
  const { hide, ui } = useWidget();
  const { calls, covered, view } = useObservable(ui);
  useEffect(() => {
    document.documentElement.dataset.view = view;
    const onKeyDown = (event: KeyboardEvent) => {
      // An open dialog takes Escape for itself.
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) hide();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [view]);

  // The panel stays mounted behind the button: picked files and the place in the log are there again when it opens.
  return (
    <>
      {view === 'bubble' && <Bubble onOpen={onOpen} />}
      <div class="panel" hidden={view === 'bubble'}>
        <Header />
        <Banner />
        {calls && <calls.Stage />}
        <div class="under" hidden={covered}>
          <Screen />
        </div>
      </div>
    </>
  );
}
