import type { Formats } from '@alongside/design';
import type { Texts } from '../i18n/texts.ts';

/** A file that waits to be sent. */
export interface StagedFile {
  readonly key: string;
  readonly file: File;
  /** A picture of it, from memory. */
  readonly preview: string | null;
}

/** Why a file cannot be sent, before it travels for nothing; null if it can. */
export function fileProblem(
  file: { readonly name: string; readonly size: number },
  maxBytes: number,
  { t, formats }: { readonly t: Texts; readonly formats: Formats },
): string | null {
  if (file.size === 0) return t('composer.file.empty', { name: file.name });
  if (file.size > maxBytes) return t('composer.file.large', { name: file.name, max: formats.bytes(maxBytes) });
  return null;
}

/** Files of a paste or a drop. A copied table carries a picture of itself beside its text: the text is meant. */
export function filesIn(data: DataTransfer | null): readonly File[] {
  if (!data || data.types.includes('text/plain')) return [];
  return [...data.files];
}
