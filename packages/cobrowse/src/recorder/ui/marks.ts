import type { CobrowseAgentFrame } from '@alongside/protocol';
import { COBROWSE_LIMITS } from '@alongside/protocol/constants';
import { type Layer, make } from './layer.ts';

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The pause and the fading of the layer's style. */
const FADED_MS = 3_000;

/** What agents put over the page: pointers, a spotlight, lines that fade, a frame around an element. Never in its way. */
export class Marks {
  readonly #marks = make('div', 'marks');
  readonly #lines = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  readonly #pointers = new Map<number, HTMLElement>();
  readonly #strokes = new Map<string, { path: SVGPathElement; d: string }>();
  readonly #spot = make('div', 'spot');
  readonly #frame = make('div', 'frame');
  #followed: Element | null = null;

  constructor(layer: Layer) {
    this.#marks.setAttribute('aria-hidden', 'true');
    this.#spot.hidden = true;
    this.#frame.hidden = true;
    this.#marks.append(this.#spot, this.#lines, this.#frame);
    layer.root.prepend(this.#marks);
  }

  /** Does what an agent draws or points at; `elementOf` finds the element of a node in the stream. */
  take(
    frame: Exclude<CobrowseAgentFrame, { t: 'ask' | 'command' | 'navigate' | 'watch' }>,
    by: number,
    name: string,
    elementOf: (node: number) => Element | null,
  ): void {
    switch (frame.t) {
      case 'pointer':
        this.pointer(by, name, Number(frame.x), Number(frame.y), frame.on === true);
        return;
      case 'spotlight':
        this.spotlight(Number(frame.x), Number(frame.y), Number(frame.radius), frame.on === true);
        return;
      case 'draw': {
        if (!Array.isArray(frame.points) || frame.points.length > COBROWSE_LIMITS.strokePoints) return;
        const points = frame.points.map(([x, y]) => [Number(x), Number(y)] as const);
        this.draw(by, Number(frame.stroke), points, frame.end === true, frame.colour);
        return;
      }
      case 'highlight':
        this.highlight(elementOf(frame.node));
        return;
      case 'clear':
        this.clear();
        return;
    }
  }

  pointer(by: number, name: string, x: number, y: number, on: boolean): void {
    let dot = this.#pointers.get(by);
    if (!on) {
      dot?.remove();
      this.#pointers.delete(by);
      return;
    }
    if (dot === undefined) {
      dot = make('div', 'pointer');
      dot.append(make('span', '', name));
      this.#marks.append(dot);
      this.#pointers.set(by, dot);
    }
    dot.style.transform = `translate(${x}px,${y}px)`;
  }

  spotlight(x: number, y: number, radius: number, on: boolean): void {
    this.#spot.hidden = !on;
    place(this.#spot, { left: x - radius, top: y - radius, width: radius * 2, height: radius * 2 });
  }

  /** @param colour CSS; one that is no hash colour is left out, for others can name an address */
  draw(
    by: number,
    stroke: number,
    points: readonly (readonly [number, number])[],
    end: boolean,
    colour: unknown,
  ): void {
    const key = `${by}.${stroke}`;
    let line = this.#strokes.get(key);
    if (line === undefined) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      if (/^#\w{6}$/.test(String(colour))) path.style.stroke = String(colour);
      this.#lines.append(path);
      line = { path, d: '' };
      this.#strokes.set(key, line);
    }
    for (const [x, y] of points) line.d += `${line.d === '' ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    line.path.setAttribute('d', line.d);
    if (!end) return;
    const { path } = line;
    this.#strokes.delete(key);
    // Not by the transition's own end: a page that is not drawn has none.
    setTimeout(() => path.remove(), FADED_MS);
    requestAnimationFrame(() => path.classList.add('fading'));
  }

  highlight(element: Element | null): void {
    const following = this.#followed !== null;
    this.#followed = element;
    this.#frame.hidden = element === null;
    if (!following && element !== null) this.#follow();
  }

  clear(): void {
    this.highlight(null);
    this.#spot.hidden = true;
    this.#strokes.clear();
    this.#lines.replaceChildren();
  }

  gone(by: number): void {
    this.pointer(by, '', 0, 0, false);
  }

  remove(): void {
    this.#followed = null;
    this.#marks.remove();
  }

  #follow(): void {
    const element = this.#followed;
    if (element === null) return;
    if (!element.isConnected) {
      this.highlight(null);
      return;
    }
    const { left, top, width, height } = element.getBoundingClientRect();
    place(this.#frame, { left: left - 6, top: top - 6, width: width + 12, height: height + 12 });
    requestAnimationFrame(() => this.#follow());
  }
}

function place(element: HTMLElement, { left, top, width, height }: Box): void {
  Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
}
