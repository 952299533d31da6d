import type { HelpError, View } from '../../bridge/messages.ts';
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
};

export const createUiState = (view: View): Store<UiState> =>
  createStore<UiState>({ view, sheet: false, starting: false, failure: null, endSeen: false });
