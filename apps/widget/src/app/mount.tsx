/** @jsxImportSource preact */
import { applyAccent, catalogueLocale, createFormats, createTranslator, negotiateLocale } from '@alongside/design';
import type { WidgetConfig } from '@alongside/protocol';
import type { Alongside } from '@alongside/sdk';
import { render } from 'preact';
import type { FrameMessage } from '../bridge/messages.ts';
import { CATALOGUES } from '../messages/index.ts';
import { App } from './app.tsx';
import { Context } from './context.ts';
import { createDrafts } from './logic/draft.ts';
import { createPictures } from './logic/pictures.ts';
import { createOpenMemory } from './session/open-memory.ts';
import { createSession, type Session } from './session/session.ts';
import { createUiState } from './session/ui-state.ts';

export type MountOptions = {
  readonly root: Element;
  readonly alongside: Alongside;
  readonly config: WidgetConfig;
  /** BCP 47, best first. */
  readonly languages: readonly (string | null)[];
  /** No host page: the panel is simply open. */
  readonly alone: boolean;
  readonly tell: (message: FrameMessage) => void;
  /** What lasts over a reload of the page: the frame's own, or what the host page keeps for it. */
  readonly pageStorage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly reconnectNow: () => void;
  readonly now?: () => number;
};

/** Draws the widget. Returns its behaviour and the frame's title in the reader's language. */
export function mount(options: MountOptions): { readonly session: Session; readonly title: string } {
  const { root, alongside, config, languages, alone, tell, pageStorage, reconnectNow, now = Date.now } = options;
  const locale = negotiateLocale([...languages, config.defaultLocale]);
  const t = createTranslator(CATALOGUES[catalogueLocale(locale)], locale);
  const page = document.documentElement;
  page.lang = locale;
  page.dir = t.direction;
  applyAccent(page, config.colour);
  const title = t('frame.title', { tenant: config.name });
  document.title = title;

  const ui = createUiState(alone ? 'open' : 'hidden');
  const memory = createOpenMemory(pageStorage);
  const session = createSession({ alongside, ui, memory, tell, setTimeout: (task, ms) => setTimeout(task, ms) });
  const widget = {
    alongside,
    config,
    ui,
    t,
    formats: createFormats(locale),
    pictures: createPictures(alongside.conversation.downloadFile),
    drafts: createDrafts(pageStorage),
    now,
    hide: session.hide,
    reconnectNow,
  };
  render(
    <Context.Provider value={widget}>
      <App onOpen={session.show} />
    </Context.Provider>,
    root,
  );
  return { session, title };
}
