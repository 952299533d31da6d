import { CircleCheck, CirclePause, Eye, EyeOff, type LucideIcon, Unplug } from 'lucide-react';
import { useObservable } from '../hooks/use-observable.ts';
import { Spinner } from '../ui/spinner.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import { Choices } from './choices.tsx';
import { type Phase, phaseOf } from './phase.ts';
import type { Together } from './together.ts';

const WAITS: readonly Phase[] = ['connecting', 'asked', 'building', 'moving', 'reconnecting'];

const PICTURES: Readonly<Partial<Record<Phase, LucideIcon>>> = {
  waiting: Eye,
  declined: EyeOff,
  taken_back: EyeOff,
  paused: CirclePause,
  left: EyeOff,
  lost: Unplug,
  refused: Unplug,
  ended: CircleCheck,
};

/** What stands over the copy while there is nothing to see, and why. */
export function Stage({ together }: { readonly together: Together }) {
  const texts = useCobrowseTexts();
  const state = useObservable(together.state);
  const phase = phaseOf(state);
  if (phase === 'live' || phase === 'hidden')
    return state.choices && <Choices together={together} {...state.choices} />;
  const text = textOf(phase);
  const Picture = PICTURES[phase];
  return (
    <div className="together-cover" role="status" data-phase={phase}>
      {WAITS.includes(phase) && <Spinner />}
      {Picture && <Picture size={28} strokeWidth={1.5} aria-hidden="true" />}
      <p className="together-cover-title">{texts(`stage.${phase}`)}</p>
      {text && <p>{texts(text)}</p>}
      {phase === 'ended' && <p>{texts(`stage.ended.${state.endedBy ?? 'customer'}`)}</p>}
      {phase === 'waiting' && state.page?.page && !state.silent && (
        <button type="button" className="as-button as-button-main dense" onClick={() => together.ask('view')}>
          {texts('stage.ask')}
        </button>
      )}
      {(phase === 'declined' || phase === 'taken_back') && !state.silent && (
        <button type="button" className="as-button dense" onClick={() => together.ask('view')}>
          {texts('stage.ask.again')}
        </button>
      )}
      {phase === 'reconnecting' && (
        <button type="button" className="as-button dense" onClick={() => together.wake()}>
          {texts('stage.now')}
        </button>
      )}
    </div>
  );
}

function textOf(phase: Phase) {
  switch (phase) {
    case 'waiting':
    case 'asked':
    case 'declined':
    case 'taken_back':
    case 'paused':
    case 'left':
    case 'lost':
    case 'reconnecting':
    case 'refused':
      return `stage.${phase}.text` as const;
    default:
      return null;
  }
}
