import type { FromFrame, Tool } from '../words.ts';
import { Echo } from './echo.ts';
import type { Replay } from './replay.ts';

const KEYS = /^(?:Enter|Backspace|Delete|Tab|Escape|Arrow(?:Left|Right|Up|Down)|Home|End)$/;
const EVERY_MS = 33;

/**
 * The pane over the copied page: takes the agent's mouse and keyboard, so that nothing of them ever reaches the copy,
 * and says in the page's own coordinates and nodes what was meant.
 */
export class Glass {
  readonly #pane: HTMLTextAreaElement;
  readonly #replay: Replay;
  readonly #say: (word: FromFrame) => void;
  readonly #echo: Echo;
  tool: Tool = 'look';
  scale = 1;
  colour = '#d6336c';
  #stroke = 0;
  #line: [number, number][] | undefined;
  #lastMove = 0;
  #composing = false;

  constructor(pane: HTMLTextAreaElement, replay: Replay, say: (word: FromFrame) => void) {
    this.#pane = pane;
    this.#replay = replay;
    this.#say = say;
    this.#echo = new Echo(pane.parentElement as HTMLElement);
    pane.addEventListener('pointerdown', (event) => this.#down(event));
    pane.addEventListener('pointermove', (event) => this.#move(event));
    pane.addEventListener('pointerup', (event) => this.#up(event));
    pane.addEventListener(
      'pointerleave',
      () => this.#points() && say({ t: 'move', tool: this.tool, x: 0, y: 0, on: false }),
    );
    pane.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    pane.addEventListener('keydown', (event) => this.#key(event));
    pane.addEventListener('compositionstart', () => (this.#composing = true));
    pane.addEventListener('compositionend', () => {
      this.#composing = false;
      this.#typed();
    });
    pane.addEventListener('input', () => !this.#composing && this.#typed());
    pane.addEventListener('contextmenu', (event) => event.preventDefault());
    pane.addEventListener('drop', (event) => event.preventDefault());
  }

  #place(event: PointerEvent | WheelEvent): [number, number] {
    const box = this.#pane.getBoundingClientRect();
    return [(event.clientX - box.left) / this.scale, (event.clientY - box.top) / this.scale];
  }

  #points(): boolean {
    return this.tool === 'pointer' || this.tool === 'spotlight';
  }

  #down(event: PointerEvent): void {
    this.#pane.focus({ preventScroll: true });
    const [x, y] = this.#place(event);
    if (this.tool === 'draw') {
      this.#stroke += 1;
      this.#line = [[x, y]];
      this.#pane.setPointerCapture(event.pointerId);
    }
  }

  #move(event: PointerEvent): void {
    const point = this.#place(event);
    if (this.#line !== undefined) this.#line.push(point);
    const now = performance.now();
    if (now - this.#lastMove < EVERY_MS) return;
    this.#lastMove = now;
    if (this.#points()) this.#say({ t: 'move', tool: this.tool, x: point[0], y: point[1], on: true });
    if (this.#line !== undefined && this.#line.length > 0) this.#flush(false);
  }

  #up(event: PointerEvent): void {
    const [x, y] = this.#place(event);
    if (this.#line !== undefined) {
      this.#line.push([x, y]);
      this.#flush(true);
      this.#line = undefined;
    }
    if (event.button !== 0 || (this.tool !== 'control' && this.tool !== 'highlight')) return;
    const found = this.#replay.at(x, y);
    if (found !== undefined)
      this.#say({ t: 'press', tool: this.tool, ...found, x, y, choices: this.#replay.choices(found.node) });
  }

  #flush(end: boolean): void {
    for (const points = this.#line!.splice(0); points.length > 0 || end; ) {
      const some = points.splice(0, 200);
      const last = end && points.length === 0;
      this.#echo.draw(some, last, this.colour);
      this.#say({ t: 'line', stroke: this.#stroke, points: some, end: last });
      if (points.length === 0) return;
    }
  }

  #wheel(event: WheelEvent): void {
    if (this.tool !== 'control') return;
    event.preventDefault();
    const [x, y] = this.#place(event);
    const node = this.#replay.at(x, y)?.node ?? 0;
    this.#say({ t: 'scroll', node, dx: event.deltaX / this.scale, dy: event.deltaY / this.scale });
  }

  #key(event: KeyboardEvent): void {
    if (this.tool !== 'control' || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!KEYS.test(event.key)) return;
    event.preventDefault();
    this.#say({ t: 'key', key: event.key, shift: event.shiftKey });
  }

  /** Text comes through a real field, so that other scripts' keyboards and pasting work. */
  #typed(): void {
    const text = this.#pane.value;
    this.#pane.value = '';
    if (this.tool === 'control' && text !== '') this.#say({ t: 'text', text });
  }
}
