import type { Hint, Platform } from '@alongside/domain';
import { CallDoor } from '../calls/call-door.ts';
import { CallPictures } from '../calls/call-pictures.ts';
import type { Connection } from './connection.ts';
import { CustomerSigns } from './customer-signs.ts';
import { Desks } from './desks.ts';
import { Feeds } from './feeds.ts';
import { LookAgain } from './look-again.ts';
import { QueueBoards } from './queue-boards.ts';
import { Sessions } from './sessions.ts';
import { SignsOfLife } from './signs-of-life.ts';
import { Standings } from './standings.ts';
import { SupervisorBoards } from './supervisor-boards.ts';
import type { Timing } from './timing.ts';
import { VisitorWatchers } from './visitor-watchers.ts';

/** Brings what the bus tells to the sockets of this process. Commands never see it. */
export class Hub {
  readonly feeds: Feeds;
  readonly supervisors: SupervisorBoards;
  readonly visitors: VisitorWatchers;
  readonly calls: CallDoor;
  readonly #pictures: CallPictures;
  readonly #log: Platform['log'];
  readonly #desks: Desks;
  readonly #boards: QueueBoards;
  readonly #standings: Standings;
  readonly #life: SignsOfLife;
  readonly #customers: CustomerSigns;
  readonly #sessions: Sessions;
  readonly #unsubscribe: () => void;

  readonly #looking: LookAgain | null;

  /** `several`: other processes tell us what they did, and that may be lost on its way. */
  constructor(platform: Platform, timing: Timing, several: boolean) {
    this.#log = platform.log;
    this.feeds = new Feeds(platform);
    this.#desks = new Desks(platform, timing);
    this.#boards = new QueueBoards(platform, timing);
    this.supervisors = new SupervisorBoards(platform, timing);
    this.visitors = new VisitorWatchers(platform, timing);
    this.calls = new CallDoor(platform);
    this.#pictures = new CallPictures(platform);
    this.#standings = new Standings(platform, timing);
    this.#life = new SignsOfLife(platform, timing);
    this.#customers = new CustomerSigns(platform, timing);
    this.#sessions = new Sessions(platform, timing);
    this.#unsubscribe = platform.bus.subscribe((hint) => this.#told(hint));
    this.#looking = several ? new LookAgain(platform.log, timing, this.feeds, this.#desks) : null;
  }

  welcome(connection: Connection): void {
    const { actor } = connection;
    this.#sessions.welcome(connection);
    this.calls.welcome(connection);
    this.#pictures.welcome(connection);
    if (actor.kind === 'customer') {
      this.#standings.welcome(actor, connection);
      this.#customers.welcome(actor, connection);
    } else {
      this.#life.welcome(actor, connection);
      this.#desks.welcome(actor, connection);
      this.#boards.welcome(actor.tenantId, connection);
    }
  }

  gone(connection: Connection): void {
    const { actor } = connection;
    this.#sessions.gone(connection);
    this.calls.gone(connection);
    this.#pictures.gone(connection);
    this.feeds.gone(connection);
    if (actor.kind === 'customer') {
      this.#standings.gone(actor, connection);
      this.#customers.gone(actor, connection);
    } else {
      this.#desks.gone(actor, connection);
      this.#boards.gone(actor.tenantId, connection);
      this.supervisors.gone(actor.tenantId, connection);
      this.visitors.gone(actor.tenantId, connection);
      this.#life.gone(actor, connection);
    }
  }

  close(): void {
    this.#unsubscribe();
    this.#looking?.close();
    for (const part of [
      this.#desks,
      this.#boards,
      this.supervisors,
      this.visitors,
      this.calls,
      this.#pictures,
      this.#standings,
      this.#life,
      this.#customers,
      this.#sessions,
    ])
      part.close();
  }

  #told(hint: Hint): void {
    try {
      this.#pass(hint);
    } catch (error) {
      this.#log.error({ error, where: `hint ${hint.kind}` }, 'A hint could not be passed on.');
    }
  }

  #pass(hint: Hint): void {
    switch (hint.kind) {
      case 'entries':
        this.feeds.told(hint);
        if (hint.entries.some(({ body }) => body.kind.startsWith('contact.')))
          this.#standings.forget(hint.conversationId);
        this.#desks.told(hint);
        return;
      case 'typing':
        this.feeds.told(hint);
        return;
      case 'delivered':
        this.feeds.told(hint);
        this.#desks.told(hint);
        return;
      case 'desk':
        this.#desks.changed(hint);
        this.supervisors.changed(hint.tenantId);
        return;
      case 'queue':
        this.#boards.changed(hint.tenantId);
        this.supervisors.changed(hint.tenantId);
        this.#standings.changed(hint.tenantId, hint.queueId);
        return;
      case 'visitors':
        this.visitors.told(hint.tenantId, hint.visitorIds);
        return;
      case 'call':
        this.#pictures.changed(hint);
        return;
      case 'call-down':
        this.calls.told(hint);
        return;
      case 'session-ended':
        this.#sessions.ended(hint.sessionId);
        return;
    }
  }
}
