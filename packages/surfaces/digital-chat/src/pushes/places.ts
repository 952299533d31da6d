import type { QueueStanding } from '@alongside/protocol';
import type { DigitalChatPorts } from '../ports.ts';
import type { Follow } from './follow.ts';
import { Groups } from './groups.ts';
import { PacedWork } from './paced-work.ts';

/** One queue is told at most this often. */
const PAUSE_MILLISECONDS = 200;

/** Tells waiting customers their place: one read for a queue, a push only where something changed. */
export class Places {
  readonly #ports: Pick<DigitalChatPorts, 'standings' | 'log'>;
  readonly #byQueue = new Groups<Follow>();
  readonly #queueOf = new Map<Follow, string>();
  readonly #last = new Map<Follow, QueueStanding>();
  readonly #reads: PacedWork;

  constructor(ports: Pick<DigitalChatPorts, 'standings' | 'log'>) {
    this.#ports = ports;
    this.#reads = new PacedWork(
      (key) => this.#tell(key),
      PAUSE_MILLISECONDS,
      (error) => ports.log.warn({ error, where: 'chat places' }, 'Places in a queue could not be read.'),
    );
  }

  /** Begins to wait, waits somewhere else, waits no more, or somebody came who was not told. */
  update(tenantId: string, follow: Follow): void {
    const key = follow.waits ? `${tenantId} ${follow.thread.contact.queueId}` : null;
    const before = this.#queueOf.get(follow);
    if (before !== undefined && before !== key) this.forget(follow);
    this.#last.delete(follow);
    if (key === null) return;
    this.#queueOf.set(follow, key);
    this.#byQueue.add(key, follow);
    this.#reads.request(key);
  }

  forget(follow: Follow): void {
    const key = this.#queueOf.get(follow);
    this.#last.delete(follow);
    if (key === undefined) return;
    this.#queueOf.delete(follow);
    this.#byQueue.delete(key, follow);
  }

  changed(tenantId: string, queueId: string): void {
    const key = `${tenantId} ${queueId}`;
    if (this.#byQueue.has(key)) this.#reads.request(key);
  }

  close(): void {
    this.#reads.close();
  }

  #tellOne(follow: Follow, key: string, standing: QueueStanding): void {
    if (this.#queueOf.get(follow) !== key) return;
    const last = this.#last.get(follow);
    if (last?.position === standing.position && last.agentsAvailable === standing.agentsAvailable) return;
    this.#last.set(follow, standing);
    follow.standing(standing);
  }

  async #tell(key: string): Promise<void> {
    const waiting = new Groups<Follow>();
    for (const follow of this.#byQueue.of(key)) waiting.add(follow.thread.id, follow);
    if (!this.#byQueue.has(key)) return;
    const [tenantId = '', queueId = ''] = key.split(' ');
    for (const { conversationId, standing } of await this.#ports.standings(tenantId, queueId, (id) =>
      waiting.has(id),
    )) {
      for (const follow of waiting.of(conversationId)) this.#tellOne(follow, key, standing);
    }
  }
}
