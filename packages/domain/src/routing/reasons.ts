import type { Verdict } from '@alongside/protocol';

const OVER: Readonly<Partial<Record<Verdict, string>>> = {
  fewer_contacts: 'had the lightest load',
  higher_skill: 'had the most skill in what is asked, at an equal load',
  longer_since_free: 'had been free for longest, at an equal load',
};

/** One sentence for people: why it went there. */
export function reasonOf(decision: {
  outcome: 'offered' | 'forwarded' | 'nobody';
  ring: number;
  by: 'name' | 'aim' | 'line';
  runnerUp: Verdict | null;
  note: string | null;
}): string {
  const { outcome, ring, by, runnerUp, note } = decision;
  const sentence = (() => {
    if (outcome === 'nobody') return `Nobody could take it in ring ${ring + 1}.`;
    if (outcome === 'forwarded')
      return 'Whoever it was meant for is out of office; this is the first colleague on their list who could take it.';
    if (by === 'name') return 'The external router named this agent.';
    if (by === 'aim') return 'It was meant for this agent, who could take it.';
    const over = runnerUp && OVER[runnerUp];
    return over
      ? `Of those who could take it in ring ${ring + 1}, this agent ${over}.`
      : `This agent was the only one who could take it in ring ${ring + 1}.`;
  })();
  return note === null ? sentence : `${note} ${sentence}`;
}
