/** The steps of a help, as the fold-out tells them. */
export const STEPS = ['device', 'backend', 'hash', 'start', 'wait', 'chat', 'end'] as const;
export type Step = (typeof STEPS)[number];
export type StepState = 'todo' | 'doing' | 'done' | 'failed';

/** One step as it stands: when it was last touched, and what was seen. */
export interface StepNote {
  readonly state: StepState;
  readonly at: number | null;
  readonly detail: string;
}
export type Flow = Readonly<Record<Step, StepNote>>;

const NOTHING: StepNote = { state: 'todo', at: null, detail: '' };
export const EMPTY_FLOW: Flow = Object.fromEntries(STEPS.map((step) => [step, NOTHING])) as unknown as Flow;

/** A step begins, ends or fails. What comes before it is done by then. */
export function noted(flow: Flow, step: Step, state: StepState, at: number, detail = flow[step].detail): Flow {
  const before = STEPS.slice(0, STEPS.indexOf(step)).filter((one) => flow[one].state === 'doing');
  const settled = Object.fromEntries(before.map((one) => [one, { ...flow[one], state: 'done' as const }]));
  return { ...flow, ...settled, [step]: { state, at, detail } };
}

/** Enough of a secret to see that there is one. */
export const glimpse = (secret: string): string => `${secret.slice(0, 6)}…${secret.slice(-4)}`;
