import type { Consents } from '../consent.ts';
import { named, type RecorderLabels } from '../labels.ts';
import { button, type Layer, make } from './layer.ts';

export interface BarState {
  readonly consents: Consents;
  readonly paused: boolean;
  readonly name: string;
}

/** The indicator that stays as long as anything is shared, with its way out. */
export class Bar {
  readonly #element = make('div', 'bar');
  readonly #layer: Layer;
  readonly #labels: RecorderLabels;
  readonly #does: { pause(on: boolean): void; takeBack(): void; end(): void };

  constructor(layer: Layer, labels: RecorderLabels, does: { pause(on: boolean): void; takeBack(): void; end(): void }) {
    this.#layer = layer;
    this.#labels = labels;
    this.#does = does;
    this.#element.setAttribute('role', 'status');
  }

  show({ consents, paused, name }: BarState): void {
    const labels = this.#labels;
    const words = paused ? labels.paused : consents.control === 'yes' ? labels.controlled : labels.shared;
    const recorded = consents.recording === 'yes' ? ` · ${labels.recorded}` : '';
    this.#element.classList.toggle('paused', paused);
    this.#element.replaceChildren(
      make('span', 'dot'),
      make('span', 'words', named(words, name) + recorded),
      button(paused ? labels.resume : labels.pause, '', () => this.#does.pause(!paused)),
      ...(consents.control === 'yes' ? [button(labels.takeBack, '', () => this.#does.takeBack())] : []),
      button(labels.end, 'end', () => this.#does.end()),
    );
    if (!this.#element.isConnected) this.#layer.root.append(this.#element);
  }

  hide(): void {
    this.#element.remove();
  }
}

/** Asks the customer; Escape and an abort are a no. */
export function question(layer: Layer, labels: RecorderLabels, text: string, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  layer.raise();
  return new Promise((resolve) => {
    const box = make('div', 'question');
    box.setAttribute('role', 'alertdialog');
    box.setAttribute('aria-label', text);
    const before = document.activeElement as HTMLElement | null;
    const answer = (yes: boolean) => {
      box.remove();
      before?.focus?.({ preventScroll: true });
      resolve(yes);
    };
    const no = button(labels.no, '', () => answer(false));
    const row = make('div', '');
    row.append(
      no,
      button(labels.yes, 'yes', () => answer(true)),
    );
    box.append(make('p', '', text), row);
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && event.isTrusted) answer(false);
    });
    signal.addEventListener('abort', () => answer(false), { once: true });
    layer.root.append(box);
    no.focus({ preventScroll: true });
  });
}
