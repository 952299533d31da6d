import { readFile } from 'node:fs/promises';

/**
 * What the recorder underneath brings along for wishes that we never have: drawing commands of canvases and their
 * worker, frames of other sites, files of fonts, hooks, pictures inside the stream. Each part becomes the least that
 * its callers need. We call it with exactly these parts switched off, so nothing that runs is changed.
 */
const PARTS = {
  'class CanvasManager': 'class CanvasManager{reset(){}freeze(){}unfreeze(){}lock(){}unlock(){}}',
  'class CrossOriginIframeMirror': 'class CrossOriginIframeMirror{}',
  // Nodes of the replayer's own tree; a page has none.
  'class BaseRRNode': 'class BaseRRNode{}',
  'function initFontObserver': 'function initFontObserver(){return()=>{}}',
  'function initCustomElementObserver': 'function initCustomElementObserver(){return()=>{}}',
  'function mergeHooks': 'function mergeHooks(){}',
  'function polyfill': 'function polyfill(){}',
  'function is2DCanvasBlank': 'function is2DCanvasBlank(){}',
  // What is masked is decided by our own predicate, on the way out.
  'function needMaskingText': 'function needMaskingText(){return false}',
  // All that can be left out is; of a meta nothing would be left, its contents are never sent.
  'function slimDOMDefaults': 'function slimDOMDefaults(all){return all}',
  'function slimDOMExcluded':
    'function slimDOMExcluded(sn){const{type,tagName,attributes:a}=sn;return type===5||type===2&&(tagName==="script"||tagName==="meta"||tagName==="link"&&(/icon|prefetch|modulepreload/i.test(a.rel)||a.rel==="preload"&&a.as==="script"))}',
  // Lists of pictures are not sent; the one that the page shows is.
  'function getAbsoluteSrcsetString': 'function getAbsoluteSrcsetString(){return ""}',
};
/** Methods, from their first line to the next brace at the same depth. */
const METHODS = [
  'handleMessage(message)',
  'transformCrossOriginEvent(iframeEl, e)',
  'replace(iframeMirror, obj, iframeEl, keys)',
  'replaceIds(obj, iframeEl, keys)',
  'replaceStyleIds(obj, iframeEl, keys)',
  'replaceIdOnNode(node, iframeEl)',
  'patchRootIdOnNode(node, rootId)',
];
/** Stretches of code, from the first text up to where the second begins. */
const STRETCHES = [
  ['const jsContent = ', 'class CanvasManager'],
  ['let _mirror = {', 'function throttle('],
  ['  if (tagName === "canvas" && recordCanvas) {', '  if (["audio", "video"].includes(tagName)) {'],
  ['var chars = "', 'const canvasVarMap'],
  ['    if (this.recordCrossOriginIframes) {\n      window.addEventListener', '  }\n  addIframe('],
  ['try {\n  if (Array.from([1]', 'const mirror = createMirror();'],
  ['  let passEmitsToParent = false;', '  if (mousemoveWait !== void 0'],
  [
    '    for (const plugin of plugins || []) {\n      if (plugin.eventProcessor)',
    '    return e;\n  };\n  wrappedEmit = ',
  ],
  ['    } else if (passEmitsToParent) {', '    }\n    if (e.type === EventType.FullSnapshot) {'],
  ['      const exceedCount =', '    }\n  };\n  const wrappedMutationEmit'],
  ['  for (const plugin of plugins || []) {\n    if (plugin.getMirror)', '  const processedNodeManager = '],
  ['          fontCb: (p) => ', '          selectionCb: (p) => {'],
  ['          customElementCb: (c) => {', '          blockClass,\n          ignoreClass,'],
  ['          plugins: ((_a2 = ', '        },\n        hooks\n'],
  ['  const pluginHandlers = [];', '  return callbackWrapper(() => {\n    mutationBuffers.forEach((b) => b.reset());'],
  ['    pluginHandlers.forEach(', '  });\n}\nfunction hasNestedCSSRule'],
  // A sheet that is put away is told too: without this line an empty list is as well.
  ['    if (sheets.length === 0) return;', '    const adoptedStyleSheetData'],
  ['record.addCustomEvent = ', 'record.takeFullSnapshot = '],
  ['    if (this.recordCrossOriginIframes)\n      (_a2', '    (_b = this.loadListener)'],
];

/**
 * @param {string} source of the recorder as it is published
 * @returns {string}
 * @throws {Error} when a part is not where it was: the recorder has another version, and this list must be read anew
 */
export function leanRecorder(source) {
  let lean = source;
  for (const [first, next] of STRETCHES) {
    const start = place(lean, first);
    const end = lean.indexOf(next, start);
    if (end < 0) throw lost(next);
    lean = lean.slice(0, start) + lean.slice(end);
  }
  for (const [head, least] of Object.entries(PARTS)) {
    const start = place(lean, `\n${head}${head.startsWith('class') ? ' {' : '('}`) + 1;
    lean = lean.slice(0, start) + least + lean.slice(lean.indexOf('\n}\n', start) + 2);
  }
  for (const head of METHODS) {
    const start = place(lean, `\n  ${head} {\n`);
    lean = lean.slice(0, start) + lean.slice(lean.indexOf('\n  }\n', start) + 4);
  }
  return lean;
}

/**
 * @param {string} text
 * @param {string} part
 */
function place(text, part) {
  const at = text.indexOf(part);
  if (at < 0 || text.includes(part, at + 1)) throw lost(part);
  return at;
}

/** @param {string} part */
const lost = (part) =>
  new Error(`packages/cobrowse/build/lean-recorder.mjs: "${part}" is not once in @rrweb/record; read the list anew.`);

/** @type {import('esbuild').Plugin} */
export const leanRecorderPlugin = {
  name: 'lean-recorder',
  setup({ onLoad }) {
    onLoad({ filter: /@rrweb[\\/]record[\\/]dist[\\/]record\.js$/ }, async ({ path }) => ({
      contents: leanRecorder(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};
