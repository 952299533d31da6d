import { type LightSocket, openLightSocket } from './light-socket.ts';

type Kind = 'open' | 'message' | 'close' | 'error';
type Listener = (event: { type: Kind; data?: unknown; code?: number }) => void;

/** The light socket in the shape of a browser's WebSocket, for the SDK's port. */
export class BrowserSocket {
  /** Every socket that is open, so that a storm can cut them all at once. */
  static readonly open = new Set<BrowserSocket>();

  readonly #listeners: Record<Kind, Listener[]> = { open: [], message: [], close: [], error: [] };
  readonly #socket: LightSocket;

  constructor(address: string) {
    this.#socket = openLightSocket(address, {
      open: () => {
        BrowserSocket.open.add(this);
        this.#tell({ type: 'open' });
      },
      text: (data) => this.#tell({ type: 'message', data }),
      closed: (code) => {
        BrowserSocket.open.delete(this);
        this.#tell({ type: 'close', code });
      },
    });
  }

  addEventListener(kind: Kind, listener: Listener): void {
    this.#listeners[kind].push(listener);
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  close(code = 1000): void {
    this.#socket.close(code);
  }

  /** Cuts the line without a word. */
  cut(): void {
    this.#socket.destroy();
  }

  #tell(event: Parameters<Listener>[0]): void {
    for (const listener of this.#listeners[event.type]) listener(event);
  }
}
