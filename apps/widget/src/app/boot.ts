import type { Alongside } from '@alongside/sdk';
import { createHostLine } from '../bridge/host-line.ts';
import type { HostMessage } from '../bridge/messages.ts';
import { mount } from './mount.tsx';
import { toHelpError } from './session/help-error.ts';

/** A resume that waits for the network must not keep the host page waiting: its state follows by itself. */
const RESUME_MS = 3000;
const RETRY_MS = 2000;
const PASSING: readonly string[] = ['retry', 'retry_later', 'reconnect'];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Fetches the tenant's public face, resumes, draws, and only then opens the line to the host page, for the tenant's origins.
 * Retries for as long as the server cannot be reached; a refusal is told to the host page.
 */
export async function boot(root: Element, alongside: Alongside, reconnectNow: () => void): Promise<void> {
  const wanted = new URLSearchParams(location.search).get('locale');
  let hear: (message: HostMessage) => void = () => {};
  const line = createHostLine(window, (message) => hear(message));
  for (;;) {
    try {
      const config = await alongside.getWidgetConfig();
      await Promise.race([alongside.resume().catch(() => false), wait(RESUME_MS)]);
      const { session, title } = mount({
        root,
        alongside,
        config,
        languages: [wanted, ...navigator.languages],
        alone: window.parent === window,
        tell: line.tell,
        reconnectNow,
      });
      hear = session.hear;
      line.open([...config.origins, location.origin], title);
      return;
    } catch (error) {
      const failure = toHelpError(error);
      if (!PASSING.includes(failure.correctiveAction)) return line.refuse(failure);
      await wait(RETRY_MS);
    }
  }
}
