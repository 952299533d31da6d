import { Hub, PAGE_KIND, pageRecord, type Transport, type Watcher } from '@alongside/cobrowse/relay';
import { noteConsents, type Platform, policyOf, type RecordingEnd } from '@alongside/domain';
import {
  type CobrowseConsent,
  type CobrowseDoorFrame,
  type CobrowsePage,
  type CobrowseSettings,
  cobrowseAgentFrameSchema,
  cobrowsePageFrameSchema,
} from '@alongside/protocol';
import type { TSchema } from 'typebox';
import { compileBody } from '../edge/request-schema.ts';
import { CobrowseRecording } from './cobrowse-recording.ts';

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
/** So often a long recording gets a moment that playback can start at; writing a large page takes the customer's time. */
const WHOLE_PAGE_MILLISECONDS = 300_000;

type RecordingFrame = Extract<CobrowseDoorFrame, { t: 'recording' }>;

export interface RoomOptions {
  readonly platform: Platform;
  readonly tenantId: string;
  readonly cid: string;
  readonly settings: CobrowseSettings;
  readonly onEndedByPage: () => void;
}

/** Who is connected to one session in this process, the relay between them, and what is kept of it. */
export class CobrowseRoom {
  readonly hub: Hub;
  readonly tenantId: string;
  readonly #options: RoomOptions;
  #settings: CobrowseSettings;
  #page: Transport | null = null;
  readonly #agents = new Set<Transport>();
  #recording: CobrowseRecording | null = null;
  #recorded: RecordingFrame = { t: 'recording', on: false };
  #wholeAt = 0;
  #lastPage: CobrowsePage | null = null;
  #noting: Promise<void> = Promise.resolve();

  constructor(options: RoomOptions) {
    const { platform, tenantId, cid } = options;
    this.#options = options;
    this.#settings = options.settings;
    this.tenantId = tenantId;
    this.hub = new Hub({
      isPageFrame,
      isAgentFrame,
      onPage: (frame) => this.#pageSays(frame),
      onConsent: (frame) => this.#consented(frame),
      onSeen: (kind, body) => this.#recording?.take(kind, body),
      mayAsk: (what) => what !== 'recording' || this.#mayRecord(),
      onFault: (who, why) =>
        platform.log.warn({ cid, who, why }, 'A co-browse connection broke the rules of the wire.'),
    });
  }

  get complete(): boolean {
    return this.#page !== null && this.#agents.size > 0;
  }

  get empty(): boolean {
    return this.#page === null && this.#agents.size === 0;
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
    this.#agents.add(transport);
    this.hub.addViewer(
      closing(transport, () => {
        this.#agents.delete(transport);
        onLeft();
      }),
      who,
    );
    if (this.#recorded.on) transport.send(JSON.stringify(this.#recorded));
  }

  /** Everybody goes, to come again: the session is not over. */
  sendAway(): void {
    for (const transport of [...this.#agents, ...(this.#page === null ? [] : [this.#page])]) transport.close();
  }

  /** What administration says from now on. */
  setSettings(settings: CobrowseSettings): void {
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    this.#page?.send(JSON.stringify({ t: 'policy', policy: policyOf(settings) } satisfies CobrowseDoorFrame));
    if (!settings.recording.allowed) this.#endRecording('withdrawn');
  }

  /** From time to time: what is recorded says that it goes on. */
  async tick(): Promise<void> {
    await this.#recording?.prolong();
    if (this.#recording === null || performance.now() - this.#wholeAt < WHOLE_PAGE_MILLISECONDS) return;
    this.#askForWhole();
  }

  /** Everything that was seen and decided is stored. */
  async close(): Promise<void> {
    const recording = this.#recording;
    this.#recording = null;
    await Promise.all([recording?.end('ended'), this.#noting]);
  }

  #pageSays(frame: CobrowsePage): void {
    this.#lastPage = frame;
    this.#recording?.take(PAGE_KIND, pageRecord(frame));
    if (frame.state === 'ended') this.#options.onEndedByPage();
  }

  #consented({ view, control, recording }: CobrowseConsent): void {
    const { platform, tenantId, cid } = this.#options;
    this.#noting = this.#noting
      .then(() => noteConsents(platform, tenantId, cid, { view, control, recording }))
      .catch((error: unknown) => platform.log.warn({ error, cid }, 'A consent could not be written to the log.'));
    const wanted = view === 'yes' && recording === 'yes';
    if (!wanted) this.#endRecording('withdrawn');
    else if (this.#recording === null && this.#recorded.why !== 'full') this.#record();
  }

  #mayRecord(): boolean {
    if (this.#settings.recording.allowed) return true;
    this.hub.tell({ t: 'recording', on: false, why: 'not_allowed' } satisfies CobrowseDoorFrame);
    return false;
  }

  #record(): void {
    const { platform, tenantId, cid } = this.#options;
    const recording = new CobrowseRecording(platform, tenantId, cid, {
      started: () => {
        if (this.#recording !== recording) return;
        this.#tell({ t: 'recording', on: true });
        if (this.#lastPage !== null) recording.take(PAGE_KIND, pageRecord(this.#lastPage));
        this.#askForWhole();
      },
      stopped: (why) => {
        if (this.#recording !== recording) return;
        this.#recording = null;
        this.#tell({ t: 'recording', on: false, why });
      },
    });
    this.#recording = recording;
  }

  #askForWhole(): void {
    this.#wholeAt = performance.now();
    this.hub.wholePage();
  }

  #endRecording(reason: RecordingEnd): void {
    const recording = this.#recording;
    if (recording === null && this.#recorded.why === undefined) return;
    this.#recording = null;
    this.#tell({ t: 'recording', on: false });
    if (recording === null) return;
    this.#noting = this.#noting.then(() => recording.end(reason));
  }

  #tell(frame: RecordingFrame): void {
    this.#recorded = frame;
    this.hub.tell(frame);
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
