/**
 * Sizes that both ends of a co-browse session and the relay between them hold. A part of a binary message fits a
 * WebSocket frame of the platform; a larger message is cut into parts.
 */
export const COBROWSE_LIMITS = {
  /** One binary frame, header included. */
  partBytes: 61_440,
  /** The header of a binary frame: kind, flags, to (2), message (4). */
  headerBytes: 8,
  /** One message put together from its parts; a larger one ends the session. */
  messageBytes: 16 * 1024 * 1024,
  /** One text frame. */
  textBytes: 16_384,
  /** Characters of one `type` command. */
  typeCharacters: 2_000,
  /** Points in one `draw` frame. */
  strokePoints: 256,
  /** Nodes of one snapshot that a viewer builds. */
  nodes: 250_000,
  /** Depth of the page's tree. */
  depth: 600,
} as const;

/** What a binary frame carries: JSON list of DOM events; a file of the page; the picture of a canvas. */
export const COBROWSE_KINDS = { dom: 1, asset: 2, canvas: 3 } as const;
