/** @jsxImportSource preact */

/** Line drawings on a grid of 24. */
const PATHS = {
  home: 'M4 10.5 12 4l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1z',
  transfer: 'M4 8.5h15M15 4.5l4 4-4 4M20 15.5H5M9 11.5l-4 4 4 4',
  cards: 'M3.5 7.5a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2zM3.5 10h17M7 15h3.5',
  help: 'M5 18.5V7a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H8.5zM9 9.2h6M9 12h4',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  groceries: 'M4 5h2l2 10h9l2-7H7M9 19.2h.1M16 19.2h.1',
  transport:
    'M7 4h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM5 11h14M8.5 16 7 20M15.5 16l1.5 4M8.5 13.5h.1M15.4 13.5h.1',
  rent: 'M4 10.5 12 4l8 6.5V20H4zM10 20v-5h4v5',
  salary: 'M4 8h16v11H4zM9 8V5.5h6V8M4 13h16',
  eating: 'M7 4v16M4.5 4v4.5a2.5 2.5 0 0 0 5 0V4M17 20v-6.5M17 13.5c-2 0-2.5-2-2.5-4.5S16 4 17 4z',
  leisure: 'M4 6h16v12H4zM4 10h16M8 6v4M12 6v4M16 6v4M11 12.5l4 2-4 2z',
  savings: 'M17.5 7.2a6.5 6.5 0 1 0 0 9.6M4 10.4h9M4 13.6h8',
  joint:
    'M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11zM3.5 19c0-3 2.3-5 5.5-5s5.5 2 5.5 5M16 11a2.7 2.7 0 1 0-1-5.2M17 14.2c2.1.5 3.5 2.3 3.5 4.8',
  forward: 'M9 5l7 7-7 7',
  lock: 'M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, flips = false }: { name: IconName; flips?: boolean }) {
  return (
    <svg class={flips ? 'icon as-flip' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** A globe's meridians: the bank's mark, in the colour of the text around it. */
export function BankMark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="11.5" />
      <path d="M16 4.5c-6.8 6.5-6.8 16.5 0 23M16 4.5c6.8 6.5 6.8 16.5 0 23M16 2v28" />
    </svg>
  );
}
