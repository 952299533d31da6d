import type { Attributes } from '../wire/dom-events.ts';
import { safeAddress, safeCss } from './css.ts';

const NAMES =
  /^(?:id|class|style|type|name|width|height|rows|cols|colspan|rowspan|span|checked|selected|disabled|readonly|required|multiple|size|maxlength|min|max|step|open|popover|hidden|inert|dir|lang|role|for|rel|media|charset|contenteditable|tabindex|alt|title|placeholder|value|slot|part|exportparts|label|start|reversed|align|valign|bgcolor|border|cellpadding|cellspacing|nowrap|color|face|wrap|low|high|optimum|datetime|href|xlink:href|src|poster|background|draggable|is|spellcheck|autocomplete|inputmode|data-[\w.:-]+|aria-[\w-]+|al-[\w-]+|rr_(?:width|height|left|top|scrollLeft|scrollTop|open_mode|dataURL|mediaState|mediaCurrentTime|mediaPlaybackRate|mediaMuted|mediaLoop|mediaVolume)|_cssText)$/;
/** Presentation and shape of SVG and MathML; none of them fetches but by url(), which is looked at as style. */
const DRAWING =
  /^(?:xmlns(?::\w+)?|xml:space|viewBox|preserveAspectRatio|d|points|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|dx|dy|fx|fy|fr|rotate|transform|gradient[A-Z]\w+|spreadMethod|pattern[A-Z]\w+|offset|stop-[\w-]+|fill(?:-[\w-]+)?|stroke(?:-[\w-]+)?|clip(?:-[\w-]+)?|mask(?:-[\w-]+|Units|ContentUnits)?|marker(?:-[\w-]+|[A-Z]\w+)?|opacity|visibility|display|overflow|vector-effect|paint-order|color(?:-[\w-]+)?|font(?:-[\w-]+)?|text-[\w-]+|textLength|lengthAdjust|letter-spacing|word-spacing|dominant-baseline|alignment-baseline|baseline-shift|writing-mode|shape-rendering|image-rendering|pointer-events|filter(?:Units)?|primitiveUnits|in|in2|result|stdDeviation|mode|operator|k[1-4]|type|values|scale|surfaceScale|baseFrequency|numOctaves|seed|stitchTiles|flood-[\w-]+|lighting-color|refX|refY|orient|pathLength|version|baseProfile|enable-background|focusable|mathvariant|displaystyle|scriptlevel|stretchy|columnalign|rowspacing|columnspacing|linethickness|lspace|rspace|fence|separator|accent)$/i;

/** The attributes that may be shown; `tag` in lower case. A removed attribute (null) stays one. */
export function safeAttributes(tag: string, attributes: Attributes): Attributes {
  const kept: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    const clean = safeAttribute(tag, name, value);
    if (clean !== undefined) kept[name] = clean;
  }
  return kept;
}

function safeAttribute(tag: string, name: string, value: unknown): unknown {
  if (/^on/i.test(name) || !(NAMES.test(name) || DRAWING.test(name))) return undefined;
  if (value === null) return null;
  if (name === 'style' && typeof value === 'object') return safeStyle(value as Record<string, unknown>);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  return safeText(tag, name, value);
}

function safeText(tag: string, name: string, value: string): string | undefined {
  switch (name) {
    case 'style':
    case '_cssText':
      return safeCss(value);
    case 'href':
    case 'xlink:href':
      if (tag === 'a' || tag === 'area') return '#';
      if (tag === 'link') return undefined;
      return safeAddress(value) ? value : undefined;
    case 'src':
    case 'poster':
    case 'background':
    case 'rr_dataURL':
      return !/^(?:iframe|frame|embed|script)$/.test(tag) && safeAddress(value) ? value : undefined;
    case 'autocomplete':
      return 'off';
    case 'type':
      // Nothing that the viewer's browser would offer to fill in or to keep.
      return tag === 'input' && value.toLowerCase() === 'password' ? 'text' : value;
    default:
      return /url\(/i.test(value) ? safeCss(value) : value;
  }
}

/** A difference of the style attribute: property → value, [value, priority] or false. */
function safeStyle(style: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(style)) {
    if (!/^-{0,2}[a-z][\w-]*$/i.test(property)) continue;
    if (value === false) kept[property] = false;
    else if (typeof value === 'string') kept[property] = safeCss(value);
    else if (Array.isArray(value) && typeof value[0] === 'string')
      kept[property] = [safeCss(value[0]), value[1] === 'important' ? 'important' : ''];
  }
  return kept;
}
