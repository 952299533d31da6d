import type {
  AgentSettings,
  BusinessHours,
  CallBack,
  ContactWeights,
  HelpType,
  QueueSettings,
  Ring,
  RoutingDecision,
  Skill,
} from '@alongside/protocol';
import type { Candidate, DecisionInput, Rival } from './decide.ts';
import type { RoutingAgent } from './agents.ts';

/** What administrators set, inside a transaction. A name that is taken is refused with `already_exists`. */
export interface RoutingSettings {
  queues(): Promise<QueueSettings[]>;
  queue(id: string): Promise<QueueSettings | null>;
  /** Creates or changes; the default moves here if this one is to be it. Refuses `already_exists` also for an id of somebody else's. */
  saveQueue(queue: QueueSettings): Promise<void>;
  /** False: unknown. Waits for whoever starts or moves a contact there; refuses `in_use` with a sentence that says by what. */
  removeQueue(id: string): Promise<boolean>;

  skills(): Promise<Skill[]>;
  saveSkill(skill: Skill): Promise<void>;
  /** Agents lose it. False: unknown. Refuses `in_use` while a queue asks for it. */
  removeSkill(id: string): Promise<boolean>;

  hours(): Promise<BusinessHours[]>;
  hoursOf(id: string): Promise<BusinessHours | null>;
  saveHours(hours: BusinessHours): Promise<void>;
  /** False: unknown. Refuses `in_use`. */
  removeHours(id: string): Promise<boolean>;

  weights(): Promise<ContactWeights>;
  saveWeights(weights: ContactWeights): Promise<void>;

  agents(): Promise<AgentSettings[]>;
  /** Locks the person's row. null: unknown. */
  agentToChange(id: string): Promise<AgentSettings | null>;
  saveAgent(agent: AgentSettings): Promise<void>;
  /** Locks the rows of all administrators who can sign in, so that two changes cannot each leave the other as the last. */
  administrators(): Promise<string[]>;
  /** Its failed sign-ins no longer count. */
  setPassword(agentId: string, passwordHash: string): Promise<void>;
  /** Ends every session of this person; yields their ids. */
  endSessions(agentId: string): Promise<string[]>;
  /** Which of these ids name people of this tenant. */
  knownAgents(ids: readonly string[]): Promise<string[]>;
}

/** A decision before it is stored. */
export interface NewDecision {
  readonly contactId: string;
  readonly queueId: string;
  readonly outcome: RoutingDecision['outcome'];
  readonly agentId: string | null;
  readonly ring: number | null;
  readonly waitedSeconds: number;
  readonly decidedBy: RoutingDecision['decidedBy'];
  readonly reason: string;
  readonly considered: readonly { agentId: string; verdict: RoutingDecision['considered'][number]['verdict'] }[];
  readonly consideredCount: number;
  /** What the decider was given; null where a person or a timer decided. */
  readonly input: DecisionInput | null;
}

/** A queue as the router sees it. */
export interface QueueRules {
  readonly rings: readonly Ring[];
  readonly offerSeconds: number;
  readonly externalRouter: QueueSettings['externalRouter'];
}

/** What the router reads and writes, inside a transaction. */
export interface Routing {
  /** True for the one decider: an advisory lock until the end of the transaction, which ends by itself if its holder hangs. */
  tryDecide(queueId: string): Promise<boolean>;
  /** Whether anybody could be rung now, and otherwise when that may change by itself; epoch milliseconds of the database. */
  anybodyFree(): Promise<{ free: boolean; nextAt: number | null; now: number }>;
  /** Everybody who is not disabled. */
  agents(): Promise<RoutingAgent[]>;
  /**
   * The first waiting contacts in order: their aims and mutes, and if asked for what an external router said of them. `behind` one of them:
   * only those that are meant for somebody or have waited for one of these times.
   */
  waiting(
    queueId: string,
    limit: number,
    options: {
      withQuestions: boolean;
      behind?: { last: Candidate; waits: readonly { from: number; to: number }[] };
    },
  ): Promise<Candidate[]>;
  /** When the next contact of this queue comes into a further ring; null: none will. */
  /** The heads of the other queues that our router decides for, each at most so many, in the order in which it is their turn. */
  rivals(queueId: string, limit: number): Promise<Rival[]>;
  nextRing(queueId: string, afterSeconds: readonly number[]): Promise<number | null>;
  /** What the router must know of a queue; null: unknown, or held by the company's own call system, which our router leaves alone. */
  rules(queueId: string): Promise<QueueRules | null>;
  /** Forgets the aim, if it is still this one. */
  clearTarget(contactId: string, agentId: string): Promise<void>;

  saveDecisions(decisions: readonly (NewDecision & { id: string })[]): Promise<void>;
  /** Newest first. */
  decisions(
    filter: { contactId?: string; queueId?: string },
    page: { cursor?: string; limit: number },
  ): Promise<{ decisions: RoutingDecision[]; nextCursor: string | null }>;
  /** One with its input, to be replayed. */
  recorded(
    filter: { contactId?: string; queueId?: string },
    page: { cursor?: string; limit: number },
  ): Promise<{
    decisions: {
      id: string;
      outcome: RoutingDecision['outcome'];
      agentId: string | null;
      input: DecisionInput | null;
    }[];
    nextCursor: string | null;
  }>;

  /** Asks about this round of waiting; false: it was asked already. */
  ask(question: { contactId: string; epoch: number; milliseconds: number }): Promise<boolean>;
  /** Notes an answer that came in time; false: too late, or no longer asked. */
  answer(
    contactId: string,
    epoch: number,
    answer: { state: 'named' | 'yours' | 'failed'; agentId: string | null; note: string | null },
  ): Promise<boolean>;

  /** What a new contact of this queue meets, by the database's clock. null: no such queue. */
  intake(
    queueId: string,
    customerId: string,
  ): Promise<{ now: number; hoursId: string | null; lastAgentId: string | null } | null>;
  /** Whether this waiting contact may ask to be called back; by the database's clock. */
  mayCallBack(contactId: string): Promise<boolean>;
  createCallBack(request: { id: string; contactId: string; phone: string; note: string }): Promise<CallBack>;
  callBack(id: string): Promise<CallBack | null>;
  /** Oldest first. */
  callBacks(
    state: CallBack['state'],
    page: { cursor?: string; limit: number },
  ): Promise<{ callBacks: CallBack[]; nextCursor: string | null }>;
  /** open → taken by this agent. null: it was not open. */
  takeCallBack(id: string, agentId: string): Promise<CallBack | null>;
  /** taken by this agent → done. null: it was not. */
  finishCallBack(id: string, agentId: string): Promise<CallBack | null>;
}

/** A slot's size. */
export interface Slot {
  readonly helpType: HelpType;
  readonly weight: number;
}
