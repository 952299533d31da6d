/** What a key can ask for. `chat-1` … `chat-9` open a chat by its place. */
export type Command =
  | 'accept'
  | 'decline'
  | 'presence'
  | 'ready'
  | 'mute'
  | 'next'
  | 'previous'
  | 'urgent'
  | `chat-${number}`
  | 'switch'
  | 'compose'
  | 'note'
  | 'end'
  | 'transfer'
  | 'details'
  | 'code'
  | 'next-pane'
  | 'previous-pane'
  | 'help'
  | 'back';

/** The part of a KeyboardEvent that decides. */
export interface Key {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  /** AltGr writes characters on many keyboards and is no Alt. */
  readonly altGraph: boolean;
}

/** Where the key was pressed. */
export interface Place {
  /** In a field: single letters are text there. */
  readonly editing: boolean;
  /** On a button, link or list that has a use for Enter. */
  readonly onControl: boolean;
  readonly dialog: boolean;
  readonly singleKeys: boolean;
  readonly offers: boolean;
}

const LETTERS: Readonly<Record<string, Command>> = {
  a: 'accept',
  d: 'decline',
  p: 'presence',
  r: 'ready',
  m: 'mute',
  j: 'next',
  k: 'previous',
  u: 'urgent',
  c: 'compose',
  n: 'note',
  e: 'end',
  t: 'transfer',
  i: 'details',
  b: 'code',
};

/** Work alone, without Alt. What cannot be taken back, or is noticed too late, is not among them: somebody may type beside the field. */
const ALONE: readonly string[] = ['a', 'd', 'j', 'k', 'u', 'c', 'n', 'i', 'b'];

/** These ring on behind a dialog; all others wait until it is closed. */
const IN_DIALOGS: readonly Command[] = ['accept', 'decline', 'presence', 'ready', 'mute'];

/** On some systems Alt turns letters into signs; the key's place then tells which letter was meant. */
function letterOf({ key, code }: Key): string {
  const letter = key.toLowerCase();
  return /^[a-z]$/.test(letter) ? letter : (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '');
}

function withAlt(key: Key): Command | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(key.code)?.[1];
  if (digit) return `chat-${Number(digit)}`;
  if (key.key === 'ArrowDown') return 'next';
  if (key.key === 'ArrowUp') return 'previous';
  return LETTERS[letterOf(key)] ?? null;
}

function commandOf(key: Key, place: Place): Command | null {
  if (key.key === 'F6') return key.shiftKey ? 'previous-pane' : 'next-pane';
  const control = key.ctrlKey || key.metaKey;
  if (control && !key.altKey) {
    const letter = letterOf(key);
    if (letter === 'k' && !key.shiftKey) return 'switch';
    if (key.key === '/') return 'help';
    // Browsers keep Ctrl+Shift+N for a private window; it arrives where the console is installed as an app. Alt+N works everywhere.
    if (letter === 'n' && key.shiftKey) return 'note';
    return null;
  }
  if (control) return null;
  if (key.altKey) return key.altGraph || key.shiftKey ? null : withAlt(key);
  if (place.editing) return null;
  if (key.key === 'Escape') return 'back';
  if (key.key === '?') return 'help';
  if (key.key === 'Enter') return place.offers && !place.onControl ? 'accept' : null;
  if (!place.singleKeys || key.shiftKey) return null;
  const letter = key.key.toLowerCase();
  return ALONE.includes(letter) ? (LETTERS[letter] ?? null) : null;
}

/** The command of a key, or null where the key has another use. */
export function commandFor(key: Key, place: Place): Command | null {
  if (key.isComposing) return null;
  const command = commandOf(key, place);
  if (command === null) return null;
  if (place.dialog && !(key.altKey && IN_DIALOGS.includes(command))) return null;
  if ((command === 'accept' || command === 'decline') && !place.offers) return null;
  return command;
}
