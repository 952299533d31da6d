import type { History, StoredRow, Violation } from './history.ts';

/**
 * R7: by its log a contact has one owner at a time, an agent speaks only while owning it, and at the end its row is one of the four legal
 * shapes and agrees with the log. Nobody ever held more than their capacity.
 */
export function checkContacts({ rows, contacts, loads = [] }: History): Violation[] {
  const violations: Violation[] = [];
  const logs = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const log = logs.get(row.conversationId);
    if (log) log.push(row);
    else logs.set(row.conversationId, [row]);
  }
  for (const contact of contacts) {
    const log = (logs.get(contact.conversationId) ?? []).sort((a, b) => a.seq - b.seq);
    const { owner, ended, found } = replay(log);
    violations.push(...found.map((what) => ({ rule: 'R7' as const, what: `${contact.conversationId}: ${what}` })));
    const wrong = illegal(contact);
    if (wrong) violations.push({ rule: 'R7', what: `${contact.contactId}: ${wrong}` });
    if (ended !== (contact.state === 'ended'))
      violations.push({
        rule: 'R7',
        what: `${contact.contactId} is ${contact.state}, its log says ${ended ? 'ended' : 'open'}`,
      });
    if (contact.state === 'active' && owner !== contact.ownerId)
      violations.push({
        rule: 'R7',
        what: `${contact.contactId} is owned by ${contact.ownerId}, its log says ${owner}`,
      });
    if ((contact.state === 'waiting' || contact.state === 'offered') && owner !== null)
      violations.push({ rule: 'R7', what: `${contact.contactId} waits, its log says ${owner} owns it` });
  }
  for (const { agentId, most, capacity } of loads) {
    if (most > capacity) violations.push({ rule: 'R7', what: `${agentId} held ${most} of ${capacity}` });
  }
  return violations;
}

function replay(log: readonly StoredRow[]): { owner: string | null; ended: boolean; found: string[] } {
  const found: string[] = [];
  let owner: string | null = null;
  let ended = false;
  for (const row of log) {
    if (row.kind === 'contact.started') {
      if (owner !== null) found.push(`seq ${row.seq}: started for ${row.agentId} while ${owner} owned it`);
      if (ended) found.push(`seq ${row.seq}: started after the end`);
      owner = row.agentId;
    } else if (row.kind === 'contact.requeued') {
      if (owner === null) found.push(`seq ${row.seq}: put back although nobody owned it`);
      owner = null;
    } else if (row.kind === 'contact.ended') {
      if (ended) found.push(`seq ${row.seq}: ended twice`);
      ended = true;
      owner = null;
    } else if (row.side === 'agent' && (row.kind === 'text' || row.kind === 'file') && row.senderId !== owner) {
      found.push(`seq ${row.seq}: ${row.senderId} spoke while ${owner ?? 'nobody'} owned it`);
    } else if (ended && (row.kind === 'text' || row.kind === 'file')) {
      found.push(`seq ${row.seq}: written after the end`);
    }
  }
  return { owner, ended, found };
}

function illegal({ state, ownerId, offeredTo, queueId }: History['contacts'][number]): string | null {
  if (state === 'waiting' && (ownerId !== null || offeredTo !== null || queueId === null))
    return 'waits with an owner, an offer or no place';
  if (state === 'offered' && (ownerId !== null || offeredTo === null || queueId === null))
    return 'is offered with an owner, to nobody or without a place';
  if (state === 'active' && ownerId === null) return 'is active without an owner';
  return null;
}
