/** @jsxImportSource preact */
import { applyAccent, type CatalogueLike, createFormats, createTranslator } from '@alongside/design';
import type { WidgetConfig } from '@alongside/protocol';
import type { Alongside } from '@alongside/sdk';
import type { Calls } from '@alongside/sdk/calls';
import { render } from 'preact';
import type { FrameMessage } from '../bridge/messages.ts';
import type { en } from '../messages/en.ts';
import { App } from './app.tsx';
import type { CallsUi } from './calls/calls-ui.tsx';
import { Context, type WidgetContext } from './context.ts';
import { createDrafts } from './logic/draft.ts';
import { createPictures } from './logic/pictures.ts';
import { createOpenMemory } from './session/open-memory.ts';
import { createSession, type Session } from './session/session.ts';
import { createUiState } from './session/ui-state.ts';
import { isTogether } from './together/is-together.ts';

export type MountOptions = {
  readonly root: Element;
  readonly alongside: Alongside;
  readonly config: WidgetConfig;
  /** The reader's, BCP 47, and the texts for it. */
  readonly locale: string;
  readonly texts: CatalogueLike<typeof en>;
  /** No host page: the panel is simply open. */
  readonly alone: boolean;
  readonly tell: (message: FrameMessage) => void;
  /** What lasts over a reload of the page: the frame's own, or what the host page keeps for it. */
  readonly pageStorage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly reconnectNow: () => void;
  readonly now?: () => number;
  /** Tests and scenes pass their own. */
  readonly makeCalls?: ((client: Alongside) => Calls) | undefined;
};

/** Draws the widget. Returns its behaviour and the frame's title in the reader's language. */
export function mount(options: MountOptions): { readonly session: Session; readonly title: string } {
  const { root, alongside, config, locale, texts, alone, tell, pageStorage, reconnectNow, now = Date.now } = options;
  const t = createTranslator(texts, locale);
  const page = document.documentElement;
  page.lang = locale;
  page.dir = t.direction;
  applyAccent(page, config.colour);
  const title = t('frame.title', { tenant: config.name });
  document.title = title;

  const ui = createUiState(alone ? 'open' : 'hidden');
  const memory = createOpenMemory(pageStorage);
  let opening: Promise<CallsUi | null> | null = null;
  const openCalls = () => {
    opening ??= import('./calls/calls-ui.tsx')
      .then(({ openCallsUi }) => openCallsUi({ widget, locale, show: session.show, makeCalls: options.makeCalls }))
      .then((calls) => {
        ui.set({ calls });
        return calls;
      })
      .catch(() => {
        // Without the network now: the next call tries again.
        opening = null;
        return null;
      });
    return opening;
  };
  const session = createSession({
    alongside,
    ui,
    memory,
    tell,
    openCalls,
    setTimeout: (task, ms) => setTimeout(task, ms),
  });
  const widget: WidgetContext = {
    alongside,
    config,
    ui,
    t,
    formats: createFormats(locale),
    pictures: createPictures(alongside.conversation.downloadFile),
    drafts: createDrafts(pageStorage),
    now,
    hide: session.hide,
    openCalls,
    showPage: () =>
      void import('./together/show-page.tsx').then(
        ({ askToShowPage }) => askToShowPage({ widget, locale, tell }),
        () => {},
      ),
    reconnectNow,
  };
  // A call that the server tells of, or help of another kind than a chat: only then calls are loaded.
  alongside.line.frames.subscribe((frame) => {
    if (frame?.t === 'call.state') void openCalls();
  });
  // Looking at the page together is offered or goes on: only then what has to do with it is loaded.
  let offers = false;
  const watch = () => {
    if (offers || !isTogether(alongside.conversation.timeline.get())) return;
    offers = true;
    import('./together/offers.tsx').then(
      ({ drawOffers }) => drawOffers({ widget, locale, tell, show: session.show }),
      () => {
        offers = false;
      },
    );
  };
  alongside.conversation.timeline.subscribe(watch);
  watch();
  render(
    <Context.Provider value={widget}>
      <App onOpen={session.show} />
    </Context.Provider>,
    root,
  );
  return { session, title };
}
