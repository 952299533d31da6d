/** @jsxImportSource preact */

/** Line icons on a 24 grid. They carry no meaning alone: the button beside them has a name. */
const PATHS = {
  hide: 'M6 9l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12 5.5l6.5 6.5-6.5 6.5',
  attach: 'M20 11.2l-8.3 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.6 8.5a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5',
  down: 'M12 5v14M6 13l6 6 6-6',
  file: 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  checks: 'M2 12.5l4.5 4.5L16 7.5M12.5 16.5l.5.5 9.5-9.5',
  alert: 'M12 8v5M12 16.4v.1M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
  call: 'M6.2 3.5l2 .1c.6 0 1 .4 1.2 1l.7 2.7c.1.5 0 1-.4 1.3L8.3 10a13 13 0 0 0 5.7 5.7l1.4-1.4c.3-.4.8-.5 1.3-.4l2.7.7c.6.2 1 .6 1 1.2l.1 2c0 1.2-.9 2.2-2.1 2.2C10.7 20 4 13.3 4 5.600c0-1.2 1-2.1 2.2-2.1z',
  show: 'M4 5h16v11H4zM9 20h6M12 16v4',
  chat: 'M7 18l-3.5 2.5V7a3 3 0 0 1 3-3h11a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, flips = false }: { name: IconName; flips?: boolean }) {
  return (
    <svg class={flips ? 'icon as-flip' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
