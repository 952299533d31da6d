import { PanelsTopLeft } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Keys } from '../ui/keys.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import { openSession, restoreSession, setLook } from './open-sessions.ts';

const CobrowsePanel = lazy(() => import('./cobrowse-panel.tsx').then((file) => ({ default: file.CobrowsePanel })));

/** Beside the account: the box for a code that a customer reads out. */
export function CodeButton() {
  const texts = useCobrowseTexts();
  const { go } = useConsole();
  return (
    <IconButton
      icon={PanelsTopLeft}
      label={texts('open.code')}
      keys={['Alt', 'B']}
      onPress={() => go.showDialog({ kind: 'code' })}
    />
  );
}

/** In a chat's head: asks its customer to look at their page together, without a code. */
export function TogetherButton({ conversationId }: { readonly conversationId: string }) {
  const texts = useCobrowseTexts();
  const console = useConsole();
  const { client, notices } = console;
  const [busy, setBusy] = useState(false);
  const open = useConsoleState(({ cobrowse }) => cobrowse?.conversationId === conversationId);
  const label = texts(open ? 'open.show' : 'open.chat');
  const press = async () => {
    if (open) return setLook(console, 'open');
    if (busy) return;
    setBusy(true);
    try {
      const { cid } = await client.call('offerCobrowse', { params: { conversationId } });
      openSession(console, cid, conversationId);
    } catch (error) {
      notices.failure(error);
    }
    setBusy(false);
  };
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Button className="as-button dense" aria-label={label} aria-pressed={open} onPress={() => void press()}>
        <PanelsTopLeft size={16} aria-hidden="true" />
        <span className="chat-action-text">{texts('open.chat.short')}</span>
      </Button>
      <Tooltip className="tooltip">
        {label} {open && <Keys keys={['Alt', 'B']} />}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** For a supervisor who watches a chat: its page too, where it is looked at now. The customer is told the name. */
export function LookOnButton({ conversationId }: { readonly conversationId: string }) {
  const texts = useCobrowseTexts();
  const console = useConsole();
  const { data } = useRequest(`cobrowse-of-${conversationId}`, () => console.client.call('listCobrowse'));
  const session = data?.sessions.find((one) => one.conversationId === conversationId && one.state === 'joined');
  if (session === undefined) return null;
  return (
    <Button
      className="as-button dense"
      aria-label={texts('open.lookon')}
      onPress={() => openSession(console, session.cid, conversationId)}
    >
      <PanelsTopLeft size={16} aria-hidden="true" />
      <span className="chat-action-text">{texts('open.chat.short')}</span>
    </Button>
  );
}

/** The one session that is open, whatever else is shown. */
export function TogetherHost() {
  const console = useConsole();
  const cid = useConsoleState(({ cobrowse }) => cobrowse?.cid ?? null);
  useEffect(() => {
    restoreSession(console);
    // Who signs out takes nothing along for the next one at this desk.
    return () => console.state.update((value) => ({ ...value, cobrowse: null }));
  }, [console]);
  if (cid === null) return null;
  return (
    <Suspense fallback={null}>
      <CobrowsePanel key={cid} cid={cid} />
    </Suspense>
  );
}
