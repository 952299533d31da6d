/** For text and attributes alike. */
export const text = (value: string) => value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const PATHS = {
  phone:
    'M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4z',
  device:
    'M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5zM11 17.5h2',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  person: 'M12 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4zM5 20c0-3.6 3-6 7-6s7 2.4 7 6',
} as const;

export const icon = (name: keyof typeof PATHS) =>
  `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;

interface StaffPage {
  readonly title: string;
  /** What the bank's bar says at its end. */
  readonly place: string;
  /** HTML for the head, beside what every page has. */
  readonly head?: string;
  /** HTML. */
  readonly main: string;
}

/** A page for the bank's own people: the bar, and what stands below it. Its style is a file of the site. */
export const staffPage = ({ title, place, head = '', main }: StaffPage) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#30358f">
<title>Meridian Bank: ${text(title)}</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/staff.css">
${head}</head>
<body>
<header class="top"><p><svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="11.5"/><path d="M16 4.5c-6.8 6.5-6.8 16.5 0 23M16 4.5c6.8 6.5 6.8 16.5 0 23M16 2v28"/></svg>
Meridian Bank <span class="place">${text(place)}</span></p></header>
<main>
${main}</main>
</body>
</html>
`;
