/** The style of everything we put into the customer's page; it lives in a closed shadow root and touches nothing else. */
const STYLE = `
:host{all:initial;font:14px/20px -apple-system,"Segoe UI",Roboto,Arial,sans-serif}
*{box-sizing:border-box}
.marks{position:fixed;inset:0;pointer-events:none;overflow:hidden}
svg{position:absolute;inset:0;width:100%;height:100%}
path{fill:none;stroke:#d6336c;stroke-width:4;stroke-linecap:round;stroke-linejoin:round;transition:opacity 1.2s ease-in 1.8s}
path.fading{opacity:0}
.pointer{position:absolute;left:0;top:0;width:22px;height:22px;margin:-11px 0 0 -11px;border-radius:50%;background:#d6336c;border:3px solid #fff;box-shadow:0 1px 6px #0008}
.pointer span{position:absolute;left:22px;top:12px;padding:1px 6px;border-radius:4px;background:#d6336c;color:#fff;font-size:12px;line-height:18px;font-weight:600;white-space:nowrap}
.spot{position:absolute;border-radius:50%;box-shadow:0 0 0 200vmax #000a}
.frame{position:absolute;border:3px solid #d6336c;border-radius:6px;box-shadow:0 0 0 3px #fff8}
[hidden]{display:none!important}
.bar{position:fixed;left:0;right:0;bottom:12px;margin:0 auto;width:max-content;pointer-events:auto;display:flex;flex-wrap:wrap;gap:8px;align-items:center;max-width:calc(100vw - 24px);padding:8px 12px;border-radius:12px;background:#161d20;color:#fff;box-shadow:0 4px 20px #0006}
.dot{width:10px;height:10px;border-radius:50%;background:#ff6b6b}
.paused .dot{background:#adb5bd}
button{all:unset;cursor:pointer;padding:5px 12px;border:1px solid #8889;border-radius:8px;font-weight:600;text-align:center}
button:focus-visible{outline:3px solid #41bcb6;outline-offset:2px}
button.yes{background:#0b6e69;color:#fff}button.end{background:#b3261e}
@media(pointer:coarse){button{padding:11px 16px}}
@media(max-width:480px){.words{flex:1 0 80%}button{flex:1}}
.question{position:fixed;left:0;right:0;top:20%;margin:0 auto;pointer-events:auto;width:min(420px,calc(100vw - 32px));padding:20px;border-radius:12px;background:#fff;color:#161d20;box-shadow:0 0 0 200vmax #0006,0 8px 40px #0008}
.question p{margin:0 0 16px;overflow-wrap:anywhere;font-size:16px;line-height:24px}
.question div{display:flex;gap:12px;justify-content:flex-end}
@media(prefers-color-scheme:dark){.question{background:#161d20;color:#eef3f2}}
`;

/** Our one element in the page: in the top layer, above dialogs, with a closed shadow root. */
export class Layer {
  readonly #host: HTMLElement;
  readonly root: ShadowRoot;

  constructor() {
    this.#host = document.createElement('div');
    this.#host.setAttribute('data-alongside-ui', '');
    this.#host.style.cssText =
      'position:fixed;inset:0;width:auto;height:auto;margin:0;padding:0;border:0;background:none;overflow:visible;pointer-events:none;z-index:2147483647';
    this.root = this.#host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.root.adoptedStyleSheets = [sheet];
    this.#host.popover = 'manual';
    this.raise();
  }

  /** Back to the page's end and to the top: pages replace their body and open dialogs of their own. */
  raise(): void {
    if (!this.#host.isConnected) document.documentElement.append(this.#host);
    if (this.#host.matches(':popover-open')) this.#host.hidePopover();
    this.#host.showPopover?.();
  }

  remove(): void {
    this.#host.remove();
  }
}

/** An element with a class and text; nothing is ever read as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** A button that only the customer's own hand can press: events made by a script do not count. */
export function button(text: string, className: string, pressed: () => void): HTMLButtonElement {
  const element = make('button', className, text);
  element.type = 'button';
  element.addEventListener('click', (event) => {
    if (event.isTrusted) pressed();
  });
  return element;
}
