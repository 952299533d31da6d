import type {
  AgentDeskPhone,
  CallDevice,
  CallDirection,
  CallEnder,
  CallEndReason,
  CallKind,
  CallRecordingState,
  CallRole,
  CallSettings,
  CallSound,
  CallState,
  DeskPhone,
  MissedReason,
  PartyState,
  PhoneNumber,
  Role,
  TrunkSettings,
} from '@alongside/protocol';

/** What a call was for, as the published report counts it. */
export type CallUse = 'unknown' | 'standard' | 'video_help' | 'online_help';

/** One person or device in a call; also a leg of the media engine, under the same id. */
export interface PartyRecord {
  readonly id: string;
  readonly role: CallRole;
  readonly device: CallDevice;
  readonly state: PartyState;
  readonly name: string;
  /** Of a person of the company. */
  readonly agentId: string | null;
  /** E.164, of a telephone. */
  readonly number: string | null;
  readonly muted: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly held: boolean;
  /** Asked to come so that the agent may speak with them alone first. */
  readonly consult: boolean;
  /** The call is theirs once they answer: the agent leaves then. */
  readonly takesOver: boolean;
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
  readonly endCause: string | null;
  readonly loss: number | null;
  readonly jitterMilliseconds: number | null;
  readonly mos: number | null;
}

/** One file of a finished recording. */
export interface RecordingRecord {
  readonly id: string;
  /** null: all mixed. */
  readonly legId: string | null;
  readonly contentType: string;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly consent: 'given' | 'announced';
  /** In the blobs. */
  readonly key: string;
  readonly at: string;
}

/** A call as it stands. Times are the database's. */
export interface CallRecord {
  readonly id: string;
  /** time-CODE-number, unique in the tenant. */
  readonly callCode: string;
  readonly tenantId: string;
  /** null: a telephone call that belongs to no conversation (yet). */
  readonly conversationId: string | null;
  readonly contactId: string | null;
  readonly customerId: string | null;
  /** The company's own number of the customer. */
  readonly customerNo: string | null;
  readonly customerName: string;
  /** The company's own services have vouched for the customer by a token. */
  readonly customerRegistered: boolean;
  readonly kind: CallKind;
  readonly direction: CallDirection;
  readonly state: CallState;
  /** Grows with each change. */
  readonly version: number;
  /** E.164. */
  readonly customerNumber: string | null;
  readonly companyNumber: string | null;
  /** The company's own id; unique in the tenant. */
  readonly tempId: string | null;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly lastAgentId: string | null;
  readonly lastAgentName: string | null;
  readonly queueId: string | null;
  /** The contact is this call: one ends with the other. False: the call grew out of a chat. */
  readonly ownsContact: boolean;
  readonly trunkId: string | null;
  readonly requestedAt: string;
  readonly ringingAt: string | null;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  /** From the request to the answer, else to the end or now. */
  readonly waitSeconds: number;
  readonly holdSeconds: number;
  /** From the answer to the end or now, without hold. */
  readonly talkSeconds: number;
  readonly endedBy: CallEnder | null;
  readonly endReason: CallEndReason | null;
  readonly missedReason: MissedReason | null;
  readonly sipStatus: number | null;
  readonly callUseType: CallUse;
  readonly recording: CallRecordingState;
  readonly consent: 'given' | 'announced' | 'refused' | null;
  /** The caller is leaving a message, or left one: no agent will answer. */
  readonly voicemail: boolean;
  /** The process whose media engine carries it; null: none yet. */
  readonly hostId: string | null;
  /** Oldest first. */
  readonly parties: readonly PartyRecord[];
  readonly recordings: readonly RecordingRecord[];
}

export interface NewCall {
  readonly id: string;
  readonly callCode: string;
  readonly conversationId: string | null;
  readonly contactId: string | null;
  readonly kind: CallKind;
  readonly direction: CallDirection;
  readonly state: 'requested' | 'ringing' | 'connecting';
  readonly ownsContact: boolean;
  readonly agentId: string | null;
  readonly queueId: string | null;
  readonly customerNumber: string | null;
  readonly companyNumber: string | null;
  readonly tempId: string | null;
  readonly trunkId: string | null;
  readonly callUseType: CallUse;
}

export interface NewParty {
  readonly id: string;
  readonly role: CallRole;
  readonly device: CallDevice;
  readonly state: 'ringing' | 'joining';
  readonly name: string;
  readonly agentId: string | null;
  readonly number: string | null;
  readonly consult?: boolean;
  readonly takesOver?: boolean;
}

/** An agent's own telephone in a call. */
export interface DeskPhoneAct {
  readonly tenantId: string;
  readonly callId: string;
  readonly partyId: string;
}

export interface CallEnd {
  readonly by: CallEnder;
  readonly reason: CallEndReason;
  readonly missed?: MissedReason | null;
  readonly sipStatus?: number | null;
}

/** All are joined by "and"; times are ISO 8601. */
export interface CallFilter {
  /** Requested at or after. */
  readonly from?: string;
  /** Requested before. */
  readonly to?: string;
  /** The customer's, E.164. */
  readonly number?: string;
  /** Who has it or had it last. */
  readonly agentId?: string;
  readonly tempId?: string;
  readonly conversationId?: string;
  readonly endReason?: CallEndReason;
  readonly customerNo?: string;
  readonly kinds?: readonly CallKind[];
  readonly callUseType?: CallUse;
}

/** Place in a list: `before` in the order of request, newest first, ties by id. */
export interface CallPage {
  readonly cursor?: string;
  readonly limit: number;
}

/** Why nothing may be dialled now. */
export type DialCap = 'concurrent' | 'per_minute' | 'minutes_per_day' | 'spend_per_day';

/**
 * Calls inside a transaction. Each transition is ONE conditional UPDATE that adds 1 to the version: null means that the state was no longer
 * the one required, and nothing changed. Lock order in every command: contact, agent's slot, conversation, call.
 */
export interface Calls {
  /**
   * Refuses `already_exists` (tempId used), `call_busy` (the conversation has an open call), `conversation_ended` (its contact is no longer open).
   */
  create(call: NewCall, parties: readonly NewParty[]): Promise<CallRecord>;
  get(callId: string): Promise<CallRecord | null>;
  /** The call, with its conversation locked: for a change that also appends an entry. */
  lock(callId: string): Promise<CallRecord | null>;
  byTempId(tempId: string): Promise<CallRecord | null>;
  openOfContact(contactId: string): Promise<CallRecord | null>;
  /** The open calls of these conversations: each has at most one. */
  openOfConversations(conversationIds: readonly string[]): Promise<readonly CallRecord[]>;
  /** Open calls with a party of this agent that has not left, or that ring at them. */
  openOfAgent(agentId: string): Promise<readonly CallRecord[]>;

  /** requested → ringing. */
  ring(callId: string): Promise<CallRecord | null>;
  /** ringing → requested; `missed` is remembered as the reason if nobody ever answers. */
  unring(callId: string, missed: MissedReason): Promise<CallRecord | null>;
  /** requested or ringing → connecting, answered now unless it was answered before. */
  answer(callId: string, agentId: string | null): Promise<CallRecord | null>;
  /** connecting → in_progress. */
  begin(callId: string): Promise<CallRecord | null>;
  /** in_progress → held, or back. */
  hold(callId: string, held: boolean): Promise<CallRecord | null>;
  /** connecting, in_progress or held → requested: between two agents. */
  release(callId: string, fromAgentId: string): Promise<CallRecord | null>;
  /** connecting, in_progress or held, from this agent to that one, in place. */
  handOver(callId: string, fromAgentId: string, toAgentId: string): Promise<CallRecord | null>;
  /** connecting, in_progress or held, from this agent to whoever was called: the agent leaves, its contact is the call no more. */
  handOut(callId: string, fromAgentId: string): Promise<CallRecord | null>;
  changeKind(callId: string, kind: 'voice' | 'video'): Promise<CallRecord | null>;
  setRecording(
    callId: string,
    from: readonly CallRecordingState[],
    to: CallRecordingState,
    consent?: 'given' | 'announced' | 'refused',
  ): Promise<CallRecord | null>;
  /** requested and without a contact yet → with this one, which it is from now on. */
  admit(
    callId: string,
    contact: {
      readonly conversationId: string;
      readonly contactId: string;
      readonly customerId: string;
      readonly queueId: string;
    },
  ): Promise<CallRecord | null>;
  /** requested, of a telephone that called in → the caller leaves a message; its contact, if any, is it no more. */
  takeMessage(callId: string): Promise<CallRecord | null>;
  /** any state but ended → ended; its parties leave. The one close of a record. */
  end(callId: string, end: CallEnd): Promise<CallRecord | null>;

  /** Gives a call without a host to this one, believed to live for so many seconds. False: it has one, or has ended. */
  claim(callId: string, hostId: string, seconds: number): Promise<boolean>;

  /** Its host is gone before anybody answered: another may claim it. False: it was answered, or has ended. */
  unclaim(callId: string): Promise<boolean>;

  addParty(callId: string, party: NewParty): Promise<CallRecord | null>;
  /** null: the party was in none of these states. */
  moveParty(
    callId: string,
    partyId: string,
    from: readonly PartyState[],
    to: PartyState,
    cause?: string,
  ): Promise<CallRecord | null>;
  setRole(callId: string, partyId: string, role: CallRole): Promise<CallRecord | null>;
  /** `held: true` hears nothing and is not heard. */
  holdParty(callId: string, partyId: string, held: boolean, consult?: boolean): Promise<CallRecord | null>;
  setFacts(
    callId: string,
    partyId: string,
    facts: { readonly muted: boolean; readonly camera: boolean; readonly screen: boolean },
  ): Promise<CallRecord | null>;
  /** Changes no version: nobody draws it from the picture. */
  noteQuality(
    callId: string,
    partyId: string,
    quality: { readonly loss: number; readonly jitterMilliseconds: number; readonly mos: number | null },
  ): Promise<void>;
  addRecording(callId: string, recording: Omit<RecordingRecord, 'at'>): Promise<void>;

  /** Keyset pages by request, newest first, ties by id. */
  list(filter: CallFilter, page: CallPage): Promise<{ calls: CallRecord[]; nextCursor: string | null }>;

  settings(): Promise<CallSettings>;
  saveSettings(settings: CallSettings): Promise<void>;
  trunks(): Promise<TrunkSettings[]>;
  /** null: it has none, or there is no such trunk. */
  sealedPassword(trunkId: string): Promise<string | null>;
  /** `sealedPassword` undefined: as it is; null: none. Refuses `already_exists` for a name in use. */
  saveTrunk(trunk: Omit<TrunkSettings, 'hasPassword'>, sealedPassword?: string | null): Promise<TrunkSettings>;
  deleteTrunk(id: string): Promise<boolean>;
  numbers(): Promise<PhoneNumber[]>;
  /** Since when the number is the tenant's, in seconds of the epoch; 0: since before that was kept. null: it is not the tenant's. */
  numberSince(number: string): Promise<number | null>;
  saveNumber(number: PhoneNumber): Promise<void>;
  deleteNumber(number: string): Promise<boolean>;
  deskPhone(agentId: string): Promise<DeskPhone | null>;
  /** Of all agents; those who may no longer sign in have one too. */
  deskPhones(): Promise<AgentDeskPhone[]>;
  /** `password` sealed. It is not signed in yet, and rings. */
  saveDeskPhone(agentId: string, phone: { readonly username: string; readonly password: string }): Promise<void>;
  /** null: they have none. */
  ringDeskPhone(agentId: string, rings: boolean): Promise<DeskPhone | null>;
  noteDeskPhone(agentId: string, registered: boolean): Promise<void>;
  /** The name of what was removed; null: there was none. */
  deleteDeskPhone(agentId: string): Promise<string | null>;
  /** null: nobody, or disabled. */
  roleOfAgent(agentId: string): Promise<Role | null>;
  sounds(): Promise<CallSound[]>;
  /** Where its bytes are; null: there is no such sound. */
  soundKey(name: string): Promise<string | null>;
  /** Answers with the sound, and the key of the bytes that it had before. */
  saveSound(
    sound: Omit<CallSound, 'updatedAt'> & { readonly key: string },
  ): Promise<{ sound: CallSound; before: string | null }>;
  /** The key of its bytes; null: there was no such sound. */
  deleteSound(name: string): Promise<string | null>;
  /**
   * Counts a telephone to be dialled against the tenant's caps and takes a place, in one locked step; the place is kept until this party
   * leaves. null: taken; else which cap is reached. Minutes count as begun; what runs counts with what it has run.
   */
  reserveDial(callId: string, partyId: string): Promise<DialCap | null>;
}

/** Across tenants, outside any tenant's transaction. */
export interface CallSweeps {
  /** A sign of life of a process that carries calls, good for so many seconds. */
  touchCallHost(hostId: string, seconds: number): Promise<void>;
  /** Open calls of hosts that gave no sign of life. */
  lostCalls(limit: number): Promise<readonly { tenantId: string; callId: string }[]>;
  /**
   * Open calls that ring at a customer for longer than `ring`, or connect without sound for longer than `connect`; third parties who do not answer;
   * customers whose media stopped for longer than `gone`. Seconds.
   */
  dueCalls(limit: number, after: { ring: number; connect: number; gone: number }): Promise<readonly DueCall[]>;
  /** Supervisors in calls who are signed in nowhere any more, were disabled, or are supervisors no longer. */
  strayOnlookers(limit: number): Promise<readonly { tenantId: string; callId: string; partyId: string }[]>;
  /** Calls out that run while a cap on minutes or spend is passed. */
  overspent(limit: number): Promise<readonly { tenantId: string; callId: string }[]>;
  /** Every enabled trunk of every tenant, with its sealed password. */
  allTrunks(): Promise<readonly (TrunkSettings & { tenantId: string; sealedPassword: string | null })[]>;
  /** Every agent's own telephone, of every tenant, with its sealed password; those of disabled agents are left out. */
  allDeskPhones(): Promise<readonly { tenantId: string; agentId: string; username: string; sealedPassword: string }[]>;
  /** Removes the rows of recordings older than their tenant keeps them (`days` where it does not say); yields the keys of their blobs. */
  expireRecordings(limit: number, days: number): Promise<readonly string[]>;
}

export interface DueCall {
  readonly tenantId: string;
  readonly callId: string;
  /** null: the call itself. */
  readonly partyId: string | null;
  readonly what: 'no_answer' | 'media_failed' | 'customer_gone';
}
