/** @jsxImportSource preact */
import { catalogueLocale, createTranslator, type Locale } from '@alongside/design';
import type { OnlineHelpRequest } from '@alongside/sdk';
import { type Calls, createCalls, createSpeaker } from '@alongside/sdk/calls';
import type { ComponentChild } from 'preact';
import { useObservable, type WidgetContext } from '../context.ts';
import { Broken, Elsewhere, Incoming, Outgoing, Prepare } from './before.tsx';
import { createCallControl } from './call-control.ts';
import { CallsContext } from './context.ts';
import { HelpChoice } from './help-choice.tsx';
import { CallBar, InCall } from './in-call.tsx';
import { createBell, startRinging } from './ring.ts';
import type { StageName } from './stage.ts';
import { StartDialog } from './start-dialog.tsx';
import { adoptStyles } from './styles.ts';
import { CALL_CATALOGUES } from './texts/index.ts';

export type Kind = OnlineHelpRequest['helpType'];

/** What the widget draws of calls, once they are loaded. */
export type CallsUi = {
  /** Above the screen, or in its place. */
  Stage(): ComponentChild;
  /** Which kind of help, before anything is started. */
  Choice(props: { kinds: readonly Kind[]; choose: (kind: Kind) => void }): ComponentChild;
  /** Talk, or see each other? */
  Start(props: { kinds: readonly Kind[]; onClose: () => void }): ComponentChild;
};

export type CallsUiOptions = {
  readonly widget: WidgetContext;
  readonly locale: string;
  readonly show: () => void;
  /** Tests and scenes pass their own. */
  readonly makeCalls?: ((client: WidgetContext['alongside']) => Calls) | undefined;
};

const COVERING: readonly StageName[] = ['incoming', 'outgoing', 'allow', 'call', 'elsewhere', 'broken'];

const isAllowed = async () => {
  const name = 'microphone' as PermissionName;
  const found = await navigator.permissions?.query({ name }).catch(() => null);
  return found?.state === 'granted';
};

/** A browser may keep nothing for a frame of another site, and throw when asked. */
function memoryOf(page: Window): Storage | null {
  try {
    return page.localStorage;
  } catch {
    return null;
  }
}

export async function openCallsUi({ widget, locale, show, makeCalls }: CallsUiOptions): Promise<CallsUi> {
  adoptStyles();
  const own: Locale = catalogueLocale(locale);
  const texts = await CALL_CATALOGUES[own]().catch(() => CALL_CATALOGUES.en());
  const c = createTranslator(texts, locale);
  const calls = makeCalls?.(widget.alongside) ?? createCalls({ client: widget.alongside });
  const control = createCallControl({ calls, help: widget.alongside.help, show, isAllowed });
  const speaker = createSpeaker(calls, (silenced) => control.ui.set({ silenced }));
  const ringing = startRinging({ ui: control.ui, bell: createBell(), memory: memoryOf(window) });
  const cover = () => {
    const { stage, big } = control.ui.get();
    widget.ui.set({ covered: big && COVERING.includes(stage), inCall: control.ui.get().view !== null });
  };
  control.ui.subscribe(cover);
  cover();

  const inside = (children: ComponentChild) => (
    <CallsContext.Provider value={{ control, ringing, c }}>{children}</CallsContext.Provider>
  );
  function Drawn() {
    const { stage, big } = useObservable(control.ui);
    if (!big && (stage === 'call' || stage === 'outgoing')) return <CallBar />;
    switch (stage) {
      case 'none':
        return null;
      case 'prepare':
        return <Prepare waits />;
      case 'allow':
        return <Prepare waits={false} />;
      case 'incoming':
        return <Incoming />;
      case 'outgoing':
        return <Outgoing />;
      case 'call':
        return <InCall speaker={speaker} />;
      case 'elsewhere':
        return <Elsewhere />;
      case 'broken':
        return <Broken />;
    }
  }
  return {
    Stage: () => inside(<Drawn />),
    Choice: (props) => inside(<HelpChoice {...props} />),
    Start: (props) => inside(<StartDialog {...props} />),
  };
}
