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
  // Videos are shown as boxes.
  'function initMediaInteractionObserver': 'function initMediaInteractionObserver(){return()=>{}}',
  // Of classes we say none; the selector was read before.
  'function _isBlockedElement': 'function _isBlockedElement(element,never,selector){return element.matches(selector)}',
  // The page's own document is named by no number, whichever it has: of a large page it is not the first to be numbered.
  'function getRootId':
    'function getRootId(doc,mirror){return doc===document||!mirror.hasNode(doc)?void 0:mirror.getId(doc)}',
  // Lists of pictures are not sent; the one that the page shows is.
  'function getAbsoluteSrcsetString': 'function getAbsoluteSrcsetString(){return ""}',
};
/** Methods, from their first line to the next brace at the same depth. */
const METHODS = [
  'freeze()',
  'unfreeze()',
  'isFrozen()',
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
  // Nothing freezes.
  ['    if (((_a2 = mutationBuffers[0])', '    if (inEmittingFrame) {\n      emit'],
  ['    } else if (passEmitsToParent) {', '    }\n    if (e.type === EventType.FullSnapshot) {'],
  ['  for (const plugin of plugins || []) {\n    if (plugin.getMirror)', '  const processedNodeManager = '],
  ['          fontCb: (p) => ', '          selectionCb: (p) => {'],
  ['          customElementCb: (c) => {', '          blockClass,\n          ignoreClass,'],
  ['          plugins: ((_a2 = ', '        },\n        hooks\n'],
  ['  const pluginHandlers = [];', '  return callbackWrapper(() => {\n    mutationBuffers.forEach((b) => b.reset());'],
  ['    pluginHandlers.forEach(', '  });\n}\nfunction hasNestedCSSRule'],
  // No whole page is taken from time to time.
  ['    if (e.type === EventType.FullSnapshot) {\n      lastFullSnapshotEvent', '  };\n  const wrappedMutationEmit'],
  // A sheet that is put away is told too: without this line an empty list is as well.
  ['    if (sheets.length === 0) return;', '    const adoptedStyleSheetData'],
  ['record.addCustomEvent = ', 'record.takeFullSnapshot = '],
  ['    if (this.recordCrossOriginIframes)\n      (_a2', '    (_b = this.loadListener)'],
];

/** Lines that hand on what nothing reads any more. */
const UNUSED =
  /^\s*(?:__publicField\(this, )?"?(?:maskTextClass|maskTextSelector|maskTextFn|recordCanvas|inlineImages|dataURLOptions)"?(?: = [^,\n]+|: this\.\w+)?\)?[,;]?\n/gm;
const WALK = '    const node = snapshot(document, {';
const WALKED = '    });\n    if (!node) {';
/**
 * What our walk of large pages (src/recorder/walk.ts) needs: `record.piece` walks a part as the whole page is walked, what is in `record.kept`
 * is not walked again, and `begin` decides when the first whole page is taken.
 */
const CHANGES = [
  [
    'function serializeNodeWithId(n, options) {',
    '\n',
    'function serializeNodeWithId(n,options){const kept=options.skipChild?void 0:record.kept?.get(n);if(kept!==void 0)return kept;',
  ],
  ['    doc: n,', '\n', 'doc:document,'],
  ['    const init = () => {', '\n', 'const init=()=>options.begin(take);const take=()=>{'],
  ['if (customElements.get', '(tagName))', 'if(tagName.includes("-")&&customElements.get(tagName))'],
  // Each kind of field is named by us.
  [
    '    keepIframeSrcFn = () => false\n  } = options;',
    '} : maskAllInputs;',
    'keepIframeSrcFn=()=>false}=options;const maskInputOptions=maskAllInputs;',
  ],
  [
    '  mirror.reset();\n  const maskInputOptions = ',
    ': { password: true };',
    'mirror.reset();const maskInputOptions=_maskInputOptions;',
  ],
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
  for (const [first, last, instead] of CHANGES) {
    const start = place(lean, first);
    const end = lean.indexOf(last, start);
    if (end < 0) throw lost(last);
    lean = lean.slice(0, start) + instead + lean.slice(end + last.length);
  }
  lean = lean.replace(UNUSED, '');
  const start = place(lean, WALK);
  const end = place(lean, WALKED) + '    });\n'.length;
  const options = lean.slice(start + WALK.length, end);
  lean = `${lean.slice(0, start)}    const node = record.piece(document);\n${lean.slice(end)}`;
  const before = place(lean, '  takeFullSnapshot = (isCheckout');
  return `${lean.slice(0, before)}  record.piece = (part) => snapshot(part, {${options}${lean.slice(before)}`;
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
