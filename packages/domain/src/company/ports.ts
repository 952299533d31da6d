/** Where the company's own services are, opened for one request. */
export interface CompanyBackend {
  /** Without a slash at its end. */
  readonly url: string;
  /** Signs what we ask: whoever serves it can tell that it was us. */
  readonly keyId: string;
  readonly secret: string;
}

/** A customer who is to be held in the company's call system. */
export interface NewInteraction {
  readonly customerId: string;
  /** null: the app gave none. */
  readonly identityNumber: string | null;
  readonly attachedData: Readonly<Record<string, string>>;
  /** The same at each attempt for one wait. */
  readonly idempotencyKey: string;
}

export interface NewDocument {
  /** The agent, by the company's own staff number where there is one. */
  readonly userId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly description: string;
  readonly bytes: Uint8Array;
  readonly folder: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What the company's own backend answers. `no_answer`: not reached, too late, or nothing that can be understood. None of these rejects. */
export interface CompanyServices {
  createInteraction(
    backend: CompanyBackend,
    interaction: NewInteraction,
  ): Promise<
    | { readonly kind: 'created'; readonly interactionId: string }
    | { readonly kind: 'refused'; readonly message: string }
    | { readonly kind: 'no_answer' }
  >;
  /** True: it will not reach an agent, or was not there any more. */
  deleteInteraction(backend: CompanyBackend, interactionId: string): Promise<boolean>;
  /** Whether the company knows this customer on this device by this token. */
  checkAuthToken(
    backend: CompanyBackend,
    token: { deviceId: string; dlgToken: string; customerNo: string; deviceHash: string },
  ): Promise<'valid' | 'invalid' | 'no_answer'>;
  /** Whether this is a person of the company who works in its own agent application now. */
  checkToken(
    backend: CompanyBackend,
    token: { sessionId: string; token: string; userNo: string },
  ): Promise<'valid' | 'invalid' | 'no_answer'>;
  createDocument(
    backend: CompanyBackend,
    document: NewDocument,
  ): Promise<
    | { readonly kind: 'created'; readonly documentId: string }
    | { readonly kind: 'refused'; readonly message: string }
    | { readonly kind: 'no_answer' }
  >;
}

/** A person of the company as a published wire names them. */
export interface Staff {
  readonly id: string;
  readonly name: string;
  /** The company's own number; null: none is set. */
  readonly staffNumber: string | null;
}

/** Why somebody is not there, and who answers instead. Agents by our id. */
export interface OutOfOffice {
  readonly message: string;
  readonly forwardTo: readonly string[];
}

export type InteractionState = 'wanted' | 'open' | 'unwanted' | 'closed';

/** One wait of a contact in the call system. */
export interface Interaction {
  readonly contactId: string;
  readonly round: number;
  readonly state: InteractionState;
  readonly interactionId: string | null;
}

/** The company's side, inside a transaction. */
export interface Company {
  /** null: none is set. */
  backend(): Promise<{ url: string; sealedSecret: string } | null>;
  saveBackend(backend: { url: string; sealedSecret: string }): Promise<void>;
  /** Whether there was one. */
  removeBackend(): Promise<boolean>;
  /** The queue whose contacts the call system holds; null: ours holds all. */
  externalQueueId(): Promise<string | null>;
  /** Makes or marks that queue. */
  openExternalQueue(id: string, name: string): Promise<void>;
  /** It becomes a queue like the others; what the call system still holds is to be forgotten there. Yields its id. */
  closeExternalQueue(): Promise<string | null>;

  setAttachedData(contactId: string, data: Readonly<Record<string, string>>): Promise<void>;
  setRegistered(customerId: string): Promise<void>;

  /** What is asked of the call system for a contact. */
  newInteraction(contactId: string): Promise<Omit<NewInteraction, 'idempotencyKey'> | null>;
  /** The newest with this id of the call system's. */
  findInteraction(interactionId: string): Promise<Interaction | null>;
  /** The newest of a contact. */
  interactionOf(contactId: string): Promise<Interaction | null>;
  /** Whether an interaction is wanted that was asked for and has no id yet. */
  awaitsId(): Promise<boolean>;
  /** Notes the call system's id; tells what is wanted by now: `unwanted` is then due at once. */
  noteCreated(contactId: string, round: number, interactionId: string): Promise<InteractionState | null>;
  noteClosed(contactId: string, round: number): Promise<void>;
  /** Whether the call system is still to hold it; stays so until the transaction is over. */
  stillWanted(contactId: string, round: number): Promise<boolean>;
  /** Due again after so many seconds. */
  retry(contactId: string, round: number, seconds: number): Promise<void>;

  /** Found by the company's own number, or else by our id. */
  staff(staffId: string): Promise<Staff | null>;
  outOfOffice(agentIds: readonly string[]): Promise<ReadonlyMap<string, OutOfOffice>>;
  setOutOfOffice(agentId: string, value: OutOfOffice | null): Promise<void>;
  /** By our ids, in their order. */
  staffOf(agentIds: readonly string[]): Promise<Staff[]>;

  /** Removes the sign of life of a customer whose time is over; false: they are back, or somebody else was first. */
  takeGone(contactId: string): Promise<boolean>;
}

/** Across all tenants, by the database's clock. */
export interface CompanySweeps {
  /** What is due towards call systems, at most `limit` of each tenant and none of those `passed`; due again after `seconds` unless something is noted before. */
  claimInteractions(
    limit: number,
    seconds: number,
    passed?: readonly string[],
  ): Promise<
    {
      tenantId: string;
      contactId: string;
      round: number;
      wants: 'wanted' | 'unwanted';
      interactionId: string | null;
      /** 1 at the first. */
      attempt: number;
      /** Seconds since it is wanted, or unwanted. */
      age: number;
    }[]
  >;
  /** Signs of life of connected customers, good for their tenant's grace time and `seconds` more. */
  touchCustomers(customers: readonly { tenantId: string; contactId: string }[], seconds: number): Promise<void>;
  goneCustomers(limit: number): Promise<{ tenantId: string; contactId: string }[]>;
}
