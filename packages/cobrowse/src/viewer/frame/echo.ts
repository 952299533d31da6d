const SVG = 'http://www.w3.org/2000/svg';
const FADE_MS = 3_000;

/** The agent's own lines over the copy, at once and without the way to the customer and back. They fade as there. */
export class Echo {
  readonly #lines = document.createElementNS(SVG, 'svg');
  #path: SVGPathElement | undefined;
  #d = '';

  /** @param view what holds the copy and the pane over it, in the page's own size */
  constructor(view: HTMLElement) {
    this.#lines.style.cssText =
      'position:absolute;inset:0;width:100%;height:100%;z-index:2;pointer-events:none;fill:none;stroke-width:4;stroke-linecap:round;stroke-linejoin:round';
    view.append(this.#lines);
  }

  draw(points: readonly (readonly [number, number])[], end: boolean, colour: string): void {
    if (this.#path === undefined) {
      this.#path = document.createElementNS(SVG, 'path');
      this.#path.style.stroke = colour;
      this.#lines.append(this.#path);
      this.#d = '';
    }
    for (const [x, y] of points) this.#d += `${this.#d === '' ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    this.#path.setAttribute('d', this.#d);
    if (!end) return;
    const path = this.#path;
    this.#path = undefined;
    const fading = path.animate([{ opacity: 1 }, { opacity: 1, offset: 0.6 }, { opacity: 0 }], FADE_MS);
    fading.addEventListener('finish', () => path.remove());
  }
}
