import { type DomNode, NODE } from '../wire/dom-events.ts';
import type { Mask } from './masking.ts';
import type { Scrubber } from './scrub.ts';

/** A full snapshot as JSON, node by node: masked, guarded and written in one walk that can pause anywhere. */
export function* snapshotPieces(
  scrubber: Scrubber,
  root: Mask,
  meta: { width: unknown; height: unknown },
  full: { node: DomNode; initialOffset: unknown },
  after: string,
): Generator<string> {
  yield `[{"type":4,"data":${JSON.stringify({ href: '', width: meta.width, height: meta.height })}},{"type":2,"data":{"node":`;
  yield* piecesOf(scrubber, full.node, root);
  yield `,"initialOffset":${JSON.stringify(full.initialOffset)}}}${after}]`;
}

function* piecesOf(scrubber: Scrubber, node: DomNode, inherited: Mask): Generator<string> {
  const mask = scrubber.node(node, inherited);
  const { childNodes, ...shallow } = node;
  const json = JSON.stringify(shallow);
  if (childNodes === undefined) {
    yield json;
    return;
  }
  yield `${json.slice(0, -1)},"childNodes":[`;
  let first = true;
  for (const child of childNodes) {
    if (child.type === NODE.comment) continue;
    if (!first) yield ',';
    first = false;
    yield* piecesOf(scrubber, child, mask);
  }
  yield ']}';
}
