import type { ListedAgent } from '../ports.ts';

const CALL_STATUS = { available: 'AVAILABLE', busy: 'BUSY', away: 'NOT_AVAILABLE', offline: 'OFFLINE' } as const;
const ROLE = { administrator: 1, supervisor: 2, agent: 3 } as const;

/** An agent as the published wire lists them. `id` is ours; `agent_id` is what call tokens name. */
export function showAgent({ id, name, email, number, role, createdAt, queue, state }: ListedAgent): object {
  return {
    id,
    username: name,
    email,
    phone_no: number,
    agent_id: number,
    created_at: createdAt,
    updated_at: createdAt,
    group_id: queue?.id ?? null,
    group_name: queue?.name ?? null,
    role_id: ROLE[role],
    login_status: state === 'offline' ? 'LOGGED_OUT' : 'LOGGED_IN',
    call_status: CALL_STATUS[state],
  };
}
