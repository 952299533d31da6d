import { tone } from '../alerts/tone.ts';
import type { Console } from '../state/console.ts';

/** What the page listens to from its first moment: accidents that would end it, and the gesture that lets sound out. */
export function guardPage({ views }: Console): void {
  // A file that is let go beside the chat would replace the page.
  const ignore = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  addEventListener('dragover', ignore);
  addEventListener('drop', ignore);

  // Each click and key may be the one after which the browser lets sound out; the first is often the sign-in.
  addEventListener('pointerdown', tone.unlock, { capture: true });
  addEventListener('keydown', tone.unlock, { capture: true });

  addEventListener('beforeunload', (event) => {
    const sending = [...views.live.get().values()].some(({ timeline }) =>
      timeline.some((item) => item.type === 'message' && item.delivery === 'queued'),
    );
    if (sending) event.preventDefault();
  });
}
