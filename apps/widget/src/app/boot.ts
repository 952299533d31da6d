import { catalogueLocale, negotiateLocale } from '@alongside/design';
import type { Alongside, PortOptions } from '@alongside/sdk';
import type { Calls } from '@alongside/sdk/calls';
import { createHostLine } from '../bridge/host-line.ts';
import type { HostMessage } from '../bridge/messages.ts';
import { loadCatalogue } from '../messages/index.ts';
import { mount } from './mount.tsx';
import { toHelpError } from './session/help-error.ts';
import { createHostStorage, createPageLocks, mayStore } from './session/host-storage.ts';

export type BootOptions = {
  readonly root: Element;
  /** Makes the client; where the browser refuses this frame its storage, with ports that let the host page keep what must last. */
  readonly connect: (ports: PortOptions) => Alongside;
  readonly reconnectNow: () => void;
  /** Tests and scenes pass their own. */
  readonly makeCalls?: (client: Alongside) => Calls;
};

/** A resume that waits for the network must not keep the host page waiting: its state follows by itself. */
const RESUME_MS = 3000;
const RETRY_MS = 2000;
const PASSING: readonly string[] = ['retry', 'retry_later', 'reconnect'];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Fetches the tenant's public face, opens the line to the host page for the tenant's origins only, resumes and draws.
 * Retries for as long as the server cannot be reached; a refusal is told to the host page.
 */
export async function boot({ root, connect, reconnectNow, makeCalls }: BootOptions): Promise<void> {
  const alone = window.parent === window;
  const line = createHostLine(window, (message) => hear(message));
  const hostStorage = alone || mayStore(() => window.localStorage) ? null : createHostStorage(line.tell);
  let init: HostMessage | null = null;
  let hear = (message: HostMessage) => {
    if (message.t !== 'init') return;
    init = message;
    hostStorage?.fill(message.kept);
  };

  const alongside = connect(hostStorage ? { storage: hostStorage, locks: createPageLocks() } : {});
  for (;;) {
    try {
      const config = await alongside.getWidgetConfig();
      line.open([...config.origins, location.origin]);
      const restored = Promise.all([hostStorage?.getAllKeys(), alongside.resume().catch(() => false)]);
      const languages = [new URLSearchParams(location.search).get('locale'), ...navigator.languages];
      const locale = negotiateLocale([...languages, config.defaultLocale]);
      const [texts] = await Promise.all([
        loadCatalogue(catalogueLocale(locale)),
        Promise.race([restored, wait(RESUME_MS)]),
      ]);
      const { session, title } = mount({
        root,
        alongside,
        config,
        locale,
        texts,
        alone,
        tell: line.tell,
        pageStorage: () => hostStorage?.now ?? sessionStorage,
        reconnectNow,
        makeCalls,
      });
      hear = session.hear;
      if (init) session.hear(init);
      line.ready(title);
      return;
    } catch (error) {
      const failure = toHelpError(error);
      if (!PASSING.includes(failure.correctiveAction)) return line.refuse(failure);
      await wait(RETRY_MS);
    }
  }
}
