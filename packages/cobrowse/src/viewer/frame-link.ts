import type { FromFrame, ToFrame } from './words.ts';

interface FrameLinkOptions {
  /** Where the frame goes; it fills it. */
  readonly mount: HTMLElement;
  /** The frame's page, on another origin than this page. */
  readonly url: string;
  /** For people who read with their ears. */
  readonly title: string;
  readonly said: (word: FromFrame) => void;
}

/** The frame in which pages are shown, and the one port to it. */
export class FrameLink {
  readonly #frame: HTMLIFrameElement;
  readonly #waiting: ToFrame[] = [];
  #port: MessagePort | undefined;
  #ready = false;

  /** @throws TypeError when the frame's page is of this page's own origin */
  constructor({ mount, url: given, title, said }: FrameLinkOptions) {
    const url = new URL(given, location.href);
    if (url.origin === location.origin)
      throw new TypeError(
        `The co-browse frame must come from another origin than ${location.origin}; see docs/cobrowse.md.`,
      );
    this.#frame = document.createElement('iframe');
    this.#frame.title = title;
    this.#frame.referrerPolicy = 'no-referrer';
    this.#frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
    this.#frame.style.cssText = 'border:0;width:100%;height:100%;display:block';
    this.#frame.addEventListener('load', () => this.#join(url.origin, said), { once: true });
    this.#frame.src = url.href;
    mount.append(this.#frame);
  }

  /** Bodies that are shown change hands and are gone here. */
  send(word: ToFrame): void {
    if (!this.#ready) this.#waiting.push(word);
    else this.#port?.postMessage(word, word.t === 'show' ? [word.body] : []);
  }

  close(): void {
    this.#port?.close();
    this.#frame.remove();
  }

  #join(origin: string, said: (word: FromFrame) => void): void {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      if (data.t === 'ready') {
        this.#ready = true;
        for (const waiting of this.#waiting.splice(0)) this.send(waiting);
      }
      said(data);
    };
    this.#frame.contentWindow?.postMessage('alongside-cobrowse', origin, [port2]);
  }
}
