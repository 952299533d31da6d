import type { Theme, View } from '../bridge/messages.ts';

/** The one element that the loader adds to the host page. */
export type HelpFrame = {
  readonly element: HTMLIFrameElement;
  /** Whether the panel covers the whole screen now (a phone). */
  readonly sheet: boolean;
  /** Shows the panel, the round button or nothing, and says so to `onLayout`, also where nothing changes. */
  show(view: View): void;
  focus(): void;
  remove(): void;
};

const SHEET = '(max-width: 540px), (max-height: 420px)';

/** Later values win; a browser that does not know one keeps the value before it. */
type Styles = readonly (readonly [property: string, value: string])[];

const BASE: Styles = [
  ['all', 'initial'],
  ['display', 'none'],
  ['position', 'fixed'],
  ['border', '0'],
  ['z-index', '2147483000'],
];
const corner = (distance: string): Styles => [
  ['inset', 'auto'],
  ['inset-inline-end', distance],
  ['inset-block-end', distance],
];
const round = (radius: string, shadow: string): Styles => [
  ['display', 'block'],
  ['border-radius', radius],
  ['box-shadow', shadow],
];
const size = (width: string, ...heights: string[]): Styles => [
  ['width', width],
  ...heights.map((height) => ['height', height] as const),
];
const LAYOUTS: Readonly<Record<'hidden' | 'bubble' | 'panel' | 'sheet', Styles>> = {
  hidden: [['display', 'none']],
  bubble: [...round('0', 'none'), ...size('80px', '80px'), ...corner('12px')],
  panel: [
    ...round('16px', '0 12px 40px #10202340'),
    ...size('380px', 'min(640px,100vh - 48px)', 'min(640px,100dvh - 48px)'),
    ...corner('24px'),
  ],
  sheet: [...round('0', 'none'), ...size('100%', '100vh', '100dvh'), ['inset', '0']],
};

/**
 * Adds the frame, hidden. Styles go through CSSOM, so a strict CSP of the host page holds; what it must allow is `frame-src` of our origin.
 * @param onLayout called when the frame has taken the place of what it is to show: its content changes with it, not while the old one fades
 */
export function createFrame(src: string, title: string, theme: Theme, onLayout: (view: View) => void): HelpFrame {
  const element = document.createElement('iframe');
  const narrow = matchMedia(SHEET);
  const viewport = window.visualViewport;
  const gone = new AbortController();
  let view: View = 'hidden';

  const style = (styles: Styles) => {
    for (const [property, value] of styles) element.style.setProperty(property, value, 'important');
  };
  const layout = () => {
    style(LAYOUTS[view === 'open' ? (narrow.matches ? 'sheet' : 'panel') : view]);
    onLayout(view);
  };
  // A phone's keyboard covers the lower part of a fixed element; the visual viewport is what can be seen.
  const fitKeyboard = () => {
    if (view !== 'open' || !narrow.matches || !viewport) return;
    style([
      ['height', `${viewport.height}px`],
      ['top', `${viewport.offsetTop}px`],
    ]);
  };
  // One keyframe is enough: the other end is how the frame looks without any.
  const animate = (duration: number, offset: 0 | 1) =>
    element.animate?.([{ opacity: 0, transform: `translateY(${narrow.matches ? 32 : 12}px)`, offset }], {
      duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : duration,
      easing: 'ease-out',
    });

  element.title = title;
  element.allow = 'autoplay; camera; clipboard-write; display-capture; fullscreen; microphone';
  element.setAttribute(
    'sandbox',
    'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads',
  );
  element.referrerPolicy = 'origin';
  style(BASE);
  // Equal schemes on both sides keep the frame's canvas see-through.
  style([['color-scheme', theme === 'auto' ? 'light dark' : theme]]);
  element.src = src;
  narrow.addEventListener('change', layout, gone);
  viewport?.addEventListener('resize', fitKeyboard, gone);
  viewport?.addEventListener('scroll', fitKeyboard, gone);
  document.body.append(element);

  return {
    element,
    get sheet() {
      return narrow.matches;
    },
    show(next) {
      const before = view;
      view = next;
      const arrive = () => {
        if (view !== next) return;
        layout();
        if (next !== before && next !== 'hidden') animate(220, 0);
      };
      const leave = next !== before && next !== 'open' && before !== 'hidden' && animate(140, 1);
      if (leave) leave.onfinish = arrive;
      else arrive();
    },
    focus: () => element.focus({ preventScroll: true }),
    remove() {
      gone.abort();
      element.remove();
    },
  };
}
