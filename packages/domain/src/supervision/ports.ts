import type { BoardAgent, BoardQueue, Survey } from '@alongside/protocol';
import type { ContactChange } from '../contacts/ports.ts';

/** Plain sums, as they are stored; what people read is made from them by `figuresOf`. Seconds. */
export interface Sums {
  readonly requested: number;
  readonly answered: number;
  readonly answeredInTime: number;
  readonly abandoned: number;
  readonly timedOut: number;
  readonly requeued: number;
  readonly ended: number;
  readonly waitSeconds: number;
  readonly handleSeconds: number;
  readonly longestWaitSeconds: number;
  readonly surveys: number;
  readonly scores: number;
}

/** Which sums: days in the tenant's time zone, both included. */
export interface ReportQuery {
  readonly from: string;
  readonly to: string;
  readonly by: 'day' | 'queue' | 'agent';
  readonly queueId?: string;
  readonly agentId?: string;
}

export interface SumsRow {
  readonly day: string | null;
  readonly queue: { readonly id: string; readonly name: string } | null;
  readonly agent: { readonly id: string; readonly name: string } | null;
  readonly sums: Sums;
}

/** `monitor`: sees, may write notes to the agent · `joined`: may also write to the customer. */
export type Attendance = 'monitor' | 'joined';

/** What supervisors see and do, inside a transaction. */
export interface Supervision {
  /** Today's sums and what is open now; costs by what is open, never by history [SUP1]. */
  board(): Promise<{
    day: string;
    queues: (Omit<BoardQueue, 'today' | 'open'> & { sums: Sums; hoursId: string | null })[];
    /** JSON text, an array in the wire's shape: hundreds of lines that nobody on the way looks into. */
    agents: string;
  }>;
  /** YYYY-MM-DD where the company is. */
  today(): Promise<string>;
  boardAgent(agentId: string): Promise<BoardAgent | null>;
  /** Rows by what was asked, in order of day or name; agents and queues that did nothing have none. */
  sums(query: ReportQuery): Promise<SumsRow[]>;
  /** active and owned by `fromAgentId` → owned by `toAgentId`, with the conversation; null: it was not so. */
  handOver(contactId: string, fromAgentId: string, toAgentId: string): Promise<ContactChange | null>;
  /** waiting, offered or active → waiting at its original place; null: ended or unknown. `previousAgentId` had it. */
  sendBack(
    contactId: string,
    to: { queueId?: string; targetAgentId?: string; fromAgentName: string; note?: string },
  ): Promise<ContactChange | null>;
  /** The open contact that this person attends in the conversation; null: none. */
  attended(conversationId: string, agentId: string): Promise<string | null>;
  /** How this person attends the open conversation from now on; null: not at all. Answers how they did before. */
  attend(conversationId: string, agentId: string, as: Attendance | null): Promise<Attendance | null>;
  /** Where the contact ended, its queue asks, and nothing was answered before. `repeated`: this very answer is there already. */
  saveSurvey(survey: {
    contactId: string;
    score: number;
    comment: string;
  }): Promise<'saved' | 'repeated' | 'other' | 'not_asked'>;
  /** Newest first, keyset. */
  surveys(
    filter: { agentId?: string },
    page: { cursor?: string; limit: number },
  ): Promise<{ surveys: Survey[]; nextCursor: string | null }>;
}
