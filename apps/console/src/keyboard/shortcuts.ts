import type { PlainKey } from '../i18n/texts.ts';

/** A line of the overview: alternatives, each of them keys pressed together. */
export interface Shortcut {
  readonly label: PlainKey;
  readonly keys: readonly (readonly string[])[];
}

export interface ShortcutGroup {
  readonly title: PlainKey;
  readonly shortcuts: readonly Shortcut[];
}

const letter = (key: string): readonly (readonly string[])[] => [[key], ['Alt', key]];

/** Everything the keyboard can do, as the overview shows it. A test holds it equal to the keymap. */
export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: 'keys.group.offers',
    shortcuts: [
      { label: 'keys.accept', keys: [['Enter'], ...letter('A')] },
      { label: 'keys.decline', keys: letter('D') },
      { label: 'keys.presence', keys: [['Alt', 'P']] },
      { label: 'keys.ready', keys: [['Alt', 'R']] },
      { label: 'keys.mute', keys: [['Alt', 'M']] },
    ],
  },
  {
    title: 'keys.group.chats',
    shortcuts: [
      { label: 'keys.next', keys: [...letter('J'), ['Alt', '↓']] },
      { label: 'keys.previous', keys: [...letter('K'), ['Alt', '↑']] },
      {
        label: 'keys.number',
        keys: [['Alt', '1 – 9']],
      },
      { label: 'keys.urgent', keys: letter('U') },
      { label: 'keys.switch', keys: [['Ctrl', 'K']] },
      { label: 'keys.transfer', keys: [['Alt', 'T']] },
      { label: 'keys.end', keys: [['Alt', 'E']] },
      { label: 'keys.details', keys: letter('I') },
      { label: 'keys.code', keys: letter('B') },
    ],
  },
  {
    title: 'keys.group.writing',
    shortcuts: [
      { label: 'keys.compose', keys: letter('C') },
      { label: 'keys.note', keys: [...letter('N'), ['Ctrl', 'Shift', 'N']] },
      { label: 'keys.send', keys: [['Enter']] },
      { label: 'keys.newline', keys: [['Shift', 'Enter']] },
      { label: 'keys.canned', keys: [['/']] },
      { label: 'keys.leave', keys: [['Esc']] },
      { label: 'keys.submit', keys: [['Ctrl', 'Enter']] },
    ],
  },
  {
    title: 'keys.group.window',
    shortcuts: [
      { label: 'keys.panes', keys: [['F6'], ['Shift', 'F6']] },
      { label: 'keys.help', keys: [['?'], ['Ctrl', '/']] },
    ],
  },
];
