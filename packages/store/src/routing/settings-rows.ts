import type { AgentSettings, BusinessHours, QueueSettings, Ring, SkillLevel } from '@alongside/protocol';

/** A queue's row as `queueColumns` selects it. */
export interface QueueRow {
  id: string;
  name: string;
  is_default: boolean;
  priority: number;
  rings: Ring[];
  offer_seconds: number | null;
  hours_id: string | null;
  max_wait_seconds: number | null;
  max_wait_message: string;
  overflow_after_seconds: number | null;
  overflow_queue_id: string | null;
  call_back_after_seconds: number | null;
  after_contact_seconds: number;
  prefer_last_agent_hours: number;
  service_level_seconds: number;
  service_level_percent: number;
  external_router: QueueSettings['externalRouter'];
  survey: boolean;
}

export const queueColumns = `q.id, q.name, q.is_default, q.priority, q.rings, q.offer_seconds, q.hours_id, q.max_wait_seconds, q.max_wait_message,
  q.overflow_after_seconds, q.overflow_queue_id, q.call_back_after_seconds, q.after_contact_seconds, q.prefer_last_agent_hours,
  q.service_level_seconds, q.service_level_percent, q.external_router, q.survey`;

export const toQueue = (row: QueueRow): QueueSettings => ({
  id: row.id,
  name: row.name,
  isDefault: row.is_default,
  priority: row.priority,
  rings: row.rings,
  offerSeconds: row.offer_seconds,
  hoursId: row.hours_id,
  maxWaitSeconds: row.max_wait_seconds,
  maxWaitMessage: row.max_wait_message,
  overflow:
    row.overflow_after_seconds === null || row.overflow_queue_id === null
      ? null
      : { afterSeconds: row.overflow_after_seconds, queueId: row.overflow_queue_id },
  callBackAfterSeconds: row.call_back_after_seconds,
  afterContactSeconds: row.after_contact_seconds,
  preferLastAgentHours: row.prefer_last_agent_hours,
  serviceLevel: { seconds: row.service_level_seconds, goal: row.service_level_percent },
  externalRouter: row.external_router,
  survey: row.survey,
});

/** In the order of the columns after id, name and is_default. */
export const queueValues = (queue: QueueSettings) => [
  queue.priority,
  JSON.stringify(queue.rings),
  queue.offerSeconds,
  queue.hoursId,
  queue.maxWaitSeconds,
  queue.maxWaitMessage,
  queue.overflow?.afterSeconds ?? null,
  queue.overflow?.queueId ?? null,
  queue.callBackAfterSeconds,
  queue.afterContactSeconds,
  queue.preferLastAgentHours,
  queue.serviceLevel.seconds,
  queue.serviceLevel.goal,
  queue.externalRouter === null ? null : JSON.stringify(queue.externalRouter),
  queue.survey,
];

export interface HoursRow {
  id: string;
  name: string;
  time_zone: string;
  week: BusinessHours['week'];
  holidays: BusinessHours['holidays'];
  closed_message: string;
}

export const toHours = (row: HoursRow): BusinessHours => ({
  id: row.id,
  name: row.name,
  timeZone: row.time_zone,
  week: row.week,
  holidays: row.holidays,
  closedMessage: row.closed_message,
});

export interface AgentRow {
  id: string;
  name: string;
  email: string;
  role: AgentSettings['role'];
  staff_number: string | null;
  disabled: boolean;
  capacity: number;
  limits: AgentSettings['limits'];
  skills: Record<string, number>;
  out_of_office_message: string | null;
  out_of_office_forward_to: string;
}

export const agentColumns = `a.id, a.name, a.email, a.role, a.staff_number, a.disabled, coalesce(d.wanted_capacity, d.capacity) AS capacity,
  d.limits, a.skills, a.out_of_office_message, array_to_string(a.out_of_office_forward_to, ',') AS out_of_office_forward_to`;

export const toAgent = (row: AgentRow): AgentSettings => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  staffNumber: row.staff_number,
  disabled: row.disabled,
  capacity: row.capacity,
  limits: row.limits,
  skills: Object.entries(row.skills)
    .map(([skillId, level]): SkillLevel => ({ skillId, level }))
    .sort((a, b) => (a.skillId < b.skillId ? -1 : 1)),
  outOfOffice:
    row.out_of_office_message === null
      ? null
      : { message: row.out_of_office_message, forwardTo: row.out_of_office_forward_to.split(',').filter(Boolean) },
});
