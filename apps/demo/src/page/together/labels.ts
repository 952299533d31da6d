import type { RecorderLabels } from '@alongside/cobrowse/page';
import type { Tongue } from '../texts.ts';

/** What the recorder says in the page, in the reader's language. It puts the agent's name in by itself. */
export function labelsIn(t: Tongue['t']): RecorderLabels {
  const name = '{name}';
  return {
    questions: {
      view: t('together.ask.view', { name }),
      control: t('together.ask.control', { name }),
      recording: t('together.ask.recording', { name }),
    },
    yes: t('together.yes'),
    no: t('together.no'),
    shared: t('together.shared', { name }),
    controlled: t('together.controlled', { name }),
    recorded: t('together.recorded'),
    paused: t('together.paused'),
    pause: t('together.pause'),
    resume: t('together.resume'),
    takeBack: t('together.takeback'),
    end: t('together.end'),
    open: t('together.open', { name }),
    agent: t('together.agent'),
  };
}
