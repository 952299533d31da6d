import type { CobrowseConsentKind } from '@alongside/protocol';

/** The words that the customer sees. `{name}` stands for the agent's name. */
export interface RecorderLabels {
  readonly questions: Readonly<Record<CobrowseConsentKind, string>>;
  readonly yes: string;
  readonly no: string;
  readonly shared: string;
  readonly controlled: string;
  readonly recorded: string;
  readonly paused: string;
  readonly pause: string;
  readonly resume: string;
  readonly takeBack: string;
  readonly end: string;
  readonly open: string;
  readonly agent: string;
}

export const ENGLISH: RecorderLabels = {
  questions: {
    view: '{name} asks to see this page. Hidden fields stay hidden.',
    control: '{name} asks to click and type on this page for you. You can take this back at any time.',
    recording: '{name} asks to record what is shared.',
  },
  yes: 'Allow',
  no: 'Not now',
  shared: '{name} sees this page',
  controlled: '{name} sees this page and can use it',
  recorded: 'recorded',
  paused: 'Sharing is paused',
  pause: 'Pause',
  resume: 'Go on',
  takeBack: 'Take back control',
  end: 'End sharing',
  open: '{name} offers to open:',
  agent: 'The agent',
};

export const named = (text: string, name: string): string => text.replaceAll('{name}', name);
