/** What a host page uses of the loader at `<alongside>/widget/loader.mjs`; docs/widget.md has all of it. */
export type ChatState = 'NO_CHAT' | 'STARTED' | 'CHAT_INPROGRESS' | 'CHAT_ENDED';

export interface Help {
  getDeviceHash(): Promise<string>;
  startAnonymousOnlineHelp(params: {
    readonly customerId: string;
    readonly customerName: string;
    readonly helpType: 'CHAT';
    readonly transactionHash: string;
    readonly isLoggedIn: boolean;
    readonly isBackground: boolean;
    readonly visitorId?: string;
  }): Promise<void>;
  closeMessaging(): Promise<{ readonly outcome: 'cancelled' | 'started' | 'ended' }>;
  readonly onlineHelpState: ChatState;
  onOnlineHelpState(listener: (state: ChatState) => void): () => void;
  on(name: 'unread', listener: (count: number) => void): () => void;
  show(): void;
  hide(): void;
  forget(): Promise<void>;
  destroy(): void;
}

interface Loader {
  create(options: {
    url: string;
    tenant: string;
    locale?: string;
    theme?: 'light' | 'dark' | 'auto';
    /** false: the bank's pages take part in co-browse by themselves. */
    together?: boolean;
  }): Help;
}

/** The code of a rejection of the loader's; other errors have none. */
export function helpErrorCode(error: unknown): string | null {
  const code = (error as { errorCode?: unknown } | null)?.errorCode;
  return typeof code === 'string' ? code : null;
}

let loading: Promise<Loader> | null = null;

/** Fetches the loader once; a failure may be tried again. */
export function loadHelp(url: string): Promise<Loader> {
  loading ??= (import(/* @vite-ignore */ `${url}/widget/loader.mjs`) as Promise<Loader>).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}
