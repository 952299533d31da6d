import type { Console } from '../state/console.ts';

/** Keeps accidents from ending the page: a file that missed the chat, a tab that is closed while something is on its way. */
export function guardPage({ views }: Console): void {
  // A file that is let go beside the chat would replace the page.
  const ignore = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  addEventListener('dragover', ignore);
  addEventListener('drop', ignore);

  addEventListener('beforeunload', (event) => {
    const sending = [...views.live.get().values()].some(({ timeline }) =>
      timeline.some((item) => item.type === 'message' && item.delivery === 'queued'),
    );
    if (sending) event.preventDefault();
  });
}
