import type { Texts } from '../i18n/texts.ts';
import type { Row } from '../state/rows.ts';

/** The second line of a row: what is to be done, else what was said last. */
export function rowPreview({ state, last }: Row, t: Texts): string {
  if (state === 'wrap-up') return t('list.wrapup');
  if (state === 'departed') return t('list.departed');
  if (!last) return t('list.started');
  const text = last.kind === 'file' ? t('list.file', { name: last.text }) : last.text;
  const line = text.replace(/\s+/g, ' ').trim();
  return last.from === 'agent' ? t('list.you', { text: line }) : line;
}
