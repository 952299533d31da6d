import { Hub, type Transport, type Watcher } from '@alongside/cobrowse/relay';
import type { Logger } from '@alongside/domain';
import { cobrowseAgentFrameSchema, cobrowsePageFrameSchema } from '@alongside/protocol';
import type { TSchema } from 'typebox';
import { compileBody } from '../edge/request-schema.ts';

const fits = (schema: TSchema) => {
  const check = compileBody(schema);
  return (frame: unknown): boolean => {
    try {
      check(frame);
      return true;
    } catch {
      return false;
    }
  };
};
const isPageFrame = fits(cobrowsePageFrameSchema);
const isAgentFrame = fits(cobrowseAgentFrameSchema);

/** Who is connected to one session in this process, and the relay between them. */
export class CobrowseRoom {
  readonly hub: Hub;
  readonly tenantId: string;
  #page: Transport | null = null;
  #agents = 0;

  constructor(tenantId: string, cid: string, log: Logger, onEndedByPage: () => void) {
    this.tenantId = tenantId;
    this.hub = new Hub({
      isPageFrame,
      isAgentFrame,
      onPage: ({ state }) => {
        if (state === 'ended') onEndedByPage();
      },
      onFault: (who, why) => log.warn({ cid, who, why }, 'A co-browse connection broke the rules of the wire.'),
    });
  }

  get complete(): boolean {
    return this.#page !== null && this.#agents > 0;
  }

  get empty(): boolean {
    return this.#page === null && this.#agents === 0;
  }

  /** The page that comes last is live. `onClose` of the transport is the room's. */
  addPage(transport: Transport, onLeft: () => void): void {
    this.#page = transport;
    this.hub.setPage(
      closing(transport, () => {
        if (this.#page === transport) this.#page = null;
        onLeft();
      }),
    );
  }

  addAgent(transport: Transport, who: Watcher, onLeft: () => void): void {
    this.#agents += 1;
    this.hub.addViewer(
      closing(transport, () => {
        this.#agents -= 1;
        onLeft();
      }),
      who,
    );
  }
}

/** The hub takes the one close handler of a transport; the room hears it too. */
const closing = (transport: Transport, also: () => void): Transport => ({
  send: (frame) => transport.send(frame),
  onFrame: (handler) => transport.onFrame(handler),
  onClose: (handler) =>
    transport.onClose(() => {
      handler();
      also();
    }),
  close: () => transport.close(),
});
