/** The events of the DOM stream, as the recorder makes them and the replayer takes them. Only what we touch is named. */
export const EVENT = { full: 2, incremental: 3, meta: 4, custom: 5 } as const;
export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewport: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyleSheet: 15,
  customElement: 16,
} as const;
export const NODE = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const;

export interface DomEvent {
  type: number;
  data: Record<string, unknown>;
  timestamp?: number;
}

export type Attributes = Record<string, unknown>;

export interface DomNode {
  type: number;
  id: number;
  rootId?: number;
  tagName?: string;
  attributes?: Attributes;
  childNodes?: DomNode[];
  textContent?: string;
  [key: string]: unknown;
}

/** How the page's files are named in the stream: never by address. */
export const assetName = (id: number): string => `al-asset:${id}`;
