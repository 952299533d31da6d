/** A line of a plot. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** A horizontal line that must not be crossed, with its name. */
  readonly limit?: { readonly value: number; readonly name: string };
}

const size = { width: 760, height: 420, left: 70, right: 150, top: 62, bottom: 60 };
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };
// Readable on a light and on a dark page: the picture brings its own paper.
const style = `text{font:13px system-ui,sans-serif;fill:#2b2f38}.title{font-size:15px;font-weight:600}.tick{font-size:12px;fill:#5b6270}`;

/** Lines over a linear x and a logarithmic y, which is how latency grows. */
export function drawLines({ title, xLabel, yLabel, series, limit }: Plot): string {
  const all = series.flatMap(({ points }) => points);
  const largestX = niceAbove(Math.max(...all.map(([x]) => x)));
  const values = [...all.map(([, y]) => y), ...(limit ? [limit.value] : [])];
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values) * 1.05));
  const x = (value: number) => size.left + (value / largestX) * inner.width;
  const y = (value: number) => size.top + inner.height * (1 - (Math.log10(value) - low) / (high - low));
  const grid = decades(low, high).map((value) => horizontal(y(value), value >= 1 ? String(value) : value.toFixed(1)));
  const ticks = Array.from({ length: 6 }, (_, index) => (largestX / 5) * index).map((value) =>
    text(x(value), size.top + inner.height + 20, value.toLocaleString('en'), 'tick', 'middle'),
  );
  const lines = series.map(({ colour, points }) => {
    const path = points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${round(x(px))} ${round(y(py))}`).join('');
    const dots = points.map(([px, py]) => `<circle cx="${round(x(px))}" cy="${round(y(py))}" r="3" fill="${colour}"/>`);
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
  });
  const names = spread(series.map(({ points }) => y(points.at(-1)?.[1] ?? 1))).map((at, index) => {
    const { name = '', colour = '' } = series[index] ?? {};
    return text(size.left + inner.width + 10, at + 4, name, '', 'start', colour);
  });
  const limitLine = limit
    ? `<path d="M${size.left} ${round(y(limit.value))}h${inner.width}" stroke="#b3261e" stroke-dasharray="6 4"/>` +
      text(size.left + 6, y(limit.value) - 6, limit.name, 'tick', 'start', '#b3261e')
    : '';
  return picture(title, [
    ...grid,
    ...ticks,
    limitLine,
    ...lines,
    ...names,
    text(size.left + inner.width / 2, size.height - 16, xLabel, '', 'middle'),
    text(size.left, size.top - 12, yLabel, 'tick', 'start'),
  ]);
}

export interface Bars {
  readonly title: string;
  readonly xLabel: string;
  readonly rows: readonly { readonly name: string; readonly value: number; readonly colour: string }[];
}

/** Bars beside their names. */
export function drawBars({ title, xLabel, rows }: Bars): string {
  const largest = niceAbove(Math.max(...rows.map(({ value }) => value)));
  const left = 230;
  const width = size.width - left - 90;
  const step = 34;
  const height = size.top + rows.length * step + 50;
  const bars = rows.flatMap(({ name, value, colour }, index) => {
    const top = size.top + index * step;
    const length = round((value / largest) * width);
    return [
      text(left - 10, top + 16, name, '', 'end'),
      `<rect x="${left}" y="${top}" width="${length}" height="22" rx="3" fill="${colour}"/>`,
      text(left + length + 8, top + 16, value.toLocaleString('en'), '', 'start'),
    ];
  });
  return picture(title, [...bars, text(left + width / 2, height - 16, xLabel, '', 'middle')], height);
}

function picture(title: string, parts: readonly string[], height: number = size.height): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${style}</style><rect width="${size.width}" height="${height}" rx="8" fill="#fbfbfd"/>`,
    text(20, 26, title, 'title', 'start'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, content: string, kind: string, anchor: string, colour = ''): string {
  const fill = colour === '' ? '' : ` style="fill:${colour}"`;
  const group = kind === '' ? '' : ` class="${kind}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${group}${fill}>${escaped(content)}</text>`;
}

function horizontal(y: number, label: string): string {
  return `<path d="M${size.left} ${round(y)}h${inner.width}" stroke="#e2e4ea"/>${text(size.left - 8, y + 4, label, 'tick', 'end')}`;
}

/** 1, 2, 5 of each power of ten. */
function decades(low: number, high: number): number[] {
  const all: number[] = [];
  for (let power = low; power < high; power += 1) for (const digit of [1, 2, 5]) all.push(digit * 10 ** power);
  return [...all, 10 ** high];
}

/** The next of 1, 2, 2.5, 5, 10 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find((step) => step * power >= value) ?? 10);
}

/** Names that would lie on each other move apart. */
function spread(places: readonly number[]): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((one, other) => one.place - other.place);
  const result = [...places];
  let last = Number.NEGATIVE_INFINITY;
  for (const { place, index } of order) {
    last = Math.max(place, last + 16);
    result[index] = last;
  }
  return result;
}

const round = (value: number) => Math.round(value * 10) / 10;
const escaped = (content: string) => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
