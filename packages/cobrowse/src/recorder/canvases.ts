import { withHead } from '../wire/binary.ts';

const EVERY_MS = 200;
const MAX_BYTES = 400_000;
const EXACT_BYTES = 60_000;

interface CanvasPage {
  idOf(node: Node): number;
  isShown(canvas: HTMLCanvasElement): boolean;
  send(body: Uint8Array): void;
  /** Every root of the page that may hold a canvas: documents and open shadow roots. */
  roots(): Iterable<ParentNode>;
}

/** Pictures of the page's canvases, sent when they changed. A drawing context is never asked for: that could spoil it. */
export function watchCanvases(page: CanvasPage): { again(): void; stop(): void } {
  let last = new WeakMap<HTMLCanvasElement, string>();
  const busy = new WeakSet<HTMLCanvasElement>();
  const look = () => {
    if (document.hidden) return;
    for (const root of page.roots())
      for (const canvas of root.querySelectorAll('canvas')) if (!busy.has(canvas)) take(canvas);
  };
  const take = (canvas: HTMLCanvasElement) => {
    const id = page.idOf(canvas);
    // The size as styles count it: transforms and borders are the copy's own.
    const style = getComputedStyle(canvas);
    const width = Number.parseFloat(style.width) || 0;
    const height = Number.parseFloat(style.height) || 0;
    if (id < 1 || width === 0 || height === 0 || !page.isShown(canvas)) return;
    busy.add(canvas);
    const done = (blob: Blob | null) => {
      busy.delete(canvas);
      if (blob !== null && blob.size <= MAX_BYTES) void deliver(canvas, id, blob, width, height);
    };
    // Drawn charts are small and exact without loss; what is like a photograph is sent smaller.
    const exact = (blob: Blob | null) => {
      if (blob !== null && blob.size > EXACT_BYTES) canvas.toBlob(done, 'image/webp', 0.7);
      else done(blob);
    };
    try {
      canvas.toBlob(exact, 'image/webp', 1);
    } catch {
      // A canvas that holds another site's picture may not be read.
    }
  };
  const deliver = async (canvas: HTMLCanvasElement, id: number, blob: Blob, width: number, height: number) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const key = `${id}:${width}:${height}:${bytes.length}:${hash(bytes)}`;
    if (last.get(canvas) === key || !page.isShown(canvas)) return;
    last.set(canvas, key);
    page.send(withHead({ id, width, height }, bytes));
  };
  const timer = setInterval(look, EVERY_MS);
  look();
  return {
    again() {
      last = new WeakMap();
      look();
    },
    stop: () => clearInterval(timer),
  };
}

function hash(bytes: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index += 3) sum = (Math.imul(sum, 31) + bytes[index]!) | 0;
  return sum;
}
