import type { HelpError, View } from '../../bridge/messages.ts';
import type { CallsUi, Kind } from '../calls/calls-ui.tsx';
import { createStore, type Store } from '../store.ts';

/** What the widget knows beside the SDK's own state. */
export type UiState = {
  /** What the host page shows of us. */
  readonly view: View;
  /** The panel covers the whole screen. */
  readonly sheet: boolean;
  /** A start with our own wait screen is on its way. */
  readonly starting: boolean;
  /** Why the last start failed, until the panel is closed. */
  readonly failure: (HelpError & { readonly closed: boolean }) | null;
  /** The customer has closed the panel after the end. */
  readonly endSeen: boolean;
  /** What draws calls, from the first one on. */
  readonly calls: CallsUi | null;
  /** A call covers the screen. */
  readonly covered: boolean;
  readonly inCall: boolean;
  /** The customer chooses the kind of help; the answer starts it. */
  readonly choice: {
    readonly kinds: readonly Kind[];
    readonly choose: (kind: Kind) => void;
    readonly leave: () => void;
  } | null;
};

export const createUiState = (view: View): Store<UiState> =>
  createStore<UiState>({
    view,
    sheet: false,
    starting: false,
    failure: null,
    endSeen: false,
    calls: null,
    covered: false,
    inCall: false,
    choice: null,
  });
