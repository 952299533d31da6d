import type { WidgetConfig } from '@alongside/protocol';

/** Why a file cannot be sent: the message's key without its prefix. */
export type FileProblem = 'tooLarge' | 'badType' | 'empty';

type Picked = { readonly size: number; readonly type: string };

/** Checks a file against the tenant's limits before a byte is sent; the server checks again. */
export function problemOf(file: Picked, limits: WidgetConfig['files']): FileProblem | null {
  if (file.size === 0) return 'empty';
  if (file.size > limits.maxBytes) return 'tooLarge';
  return limits.mediaTypes.includes(file.type.split(';')[0]?.trim().toLowerCase() ?? '') ? null : 'badType';
}

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Whether a type may be drawn as a picture. SVG may not: it is a document. */
export function isPicture(mediaType: string): boolean {
  return PICTURES.has(mediaType);
}
