import { COBROWSE_LIMITS } from '@alongside/protocol/constants';
import { withHead } from '../wire/binary.ts';

const TYPES =
  /^(?:image\/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)|font\/[\w-]+|application\/(?:x-)?font[\w-]*|application\/octet-stream)/i;
const FONT = /\.(?:woff2?|ttf|otf)(?:$|[?#])/i;
const HELD_BYTES = 24 * 1024 * 1024;

/**
 * Pictures and fonts of the page, read with the customer's own cookies and sent once each under a number, so that the
 * agent's browser asks nobody for anything and learns no address.
 */
export class Assets {
  readonly #ids = new Map<string, number>();
  readonly #held = new Map<number, Uint8Array>();
  readonly #waiting = new Map<string, number>();
  readonly #loaded = new Set<string>();
  readonly #observer: PerformanceObserver | undefined;
  readonly #send: (body: Uint8Array, to: number) => void;
  #bytes = 0;

  /** @param send the body of an asset message, to one viewer or to all (0) */
  constructor(send: (body: Uint8Array, to: number) => void) {
    this.#send = send;
    if (typeof PerformanceObserver === 'undefined') return;
    this.#observer = new PerformanceObserver((entries) => {
      for (const { name } of entries.getEntries()) this.#arrived(name);
    });
    this.#observer.observe({ type: 'resource', buffered: true });
  }

  /** Files that only a style names are sent once the page itself has loaded them: of twenty fonts it may use two. */
  idOf(url: string, kind: 'element' | 'style'): number {
    const known = this.#ids.get(url);
    if (known !== undefined) return known;
    const id = this.#ids.size + 1;
    this.#ids.set(url, id);
    if (kind === 'element' || url.startsWith('data:') || this.#loaded.has(url)) void this.#fetch(url, id);
    else this.#waiting.set(url, id);
    return id;
  }

  /** Everything that is known, to a viewer who comes later. */
  resend(to: number): void {
    for (const body of this.#held.values()) this.#send(body, to);
  }

  stop(): void {
    this.#observer?.disconnect();
    this.#held.clear();
  }

  #arrived(url: string): void {
    this.#loaded.add(url);
    const id = this.#waiting.get(url);
    if (id === undefined) return;
    this.#waiting.delete(url);
    void this.#fetch(url, id);
  }

  async #fetch(url: string, id: number): Promise<void> {
    try {
      const own = new URL(url).origin === location.origin;
      const answer = await fetch(url, { credentials: own ? 'include' : 'omit', cache: 'force-cache' });
      const type = answer.headers.get('content-type') ?? '';
      if (!answer.ok || !TYPES.test(type)) return;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (bytes.length > COBROWSE_LIMITS.messageBytes / 4) return;
      const font = /font/i.test(type) || FONT.test(url);
      const body = withHead({ id, type: font ? 'font/any' : type.split(';')[0] }, bytes);
      if (this.#bytes + body.length <= HELD_BYTES) {
        this.#held.set(id, body);
        this.#bytes += body.length;
      }
      this.#send(body, 0);
    } catch {
      // Blocked, offline or of another site: the agent sees an empty place.
    }
  }
}
