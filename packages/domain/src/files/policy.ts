/** What may be sent: the sniffed type, and the endings that such a file may have [FILE1]. Nothing that a browser would run. */
export const ACCEPTED_FILES: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'csv', 'md'],
  'application/zip': ['zip'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'audio/mpeg': ['mp3'],
  'audio/ogg': ['ogg', 'oga'],
  'audio/wav': ['wav'],
  'video/mp4': ['mp4'],
  'video/webm': ['webm'],
};

/** The first ending that such a file may have; null: such files are not taken. */
export const endingOf = (mediaType: string): string | null => ACCEPTED_FILES[mediaType]?.[0] ?? null;

/** Whether a file of this type may carry this name. */
export function acceptsFile(mediaType: string, name: string): boolean {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return ACCEPTED_FILES[mediaType]?.includes(ending) ?? false;
}

const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/** The name as it will be shown and saved: no path, no control or direction characters, at most 255 characters. */
export function cleanFileName(name: string): string {
  const cleaned = name.normalize('NFC').replace(UNSHOWABLE, '_').replace(/^\.+/, '').trim();
  return cleaned.length === 0 ? 'file' : cleaned.slice(-255);
}
