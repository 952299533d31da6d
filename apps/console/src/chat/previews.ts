/** Pictures of this page's own uploads, shown from memory while they travel and after. By the message's client id. */
const previews = new Map<string, string>();
const MOST = 40;

/** Keeps a picture for its message. */
export function keepPreview(clientId: string, file: Blob): void {
  if (!isPicture(file.type)) return;
  previews.set(clientId, URL.createObjectURL(file));
  const [oldest] = previews;
  if (previews.size <= MOST || !oldest) return;
  URL.revokeObjectURL(oldest[1]);
  previews.delete(oldest[0]);
}

export const previewOf = (clientId: string | null): string | null =>
  clientId === null ? null : (previews.get(clientId) ?? null);

/** What a browser shows without being able to run it. */
export const isPicture = (mediaType: string): boolean => /^image\/(?:png|jpeg|gif|webp)$/.test(mediaType);

/** The address of a stored file on this very server. */
export const fileAddress = (id: string): string => `/v1/files/${encodeURIComponent(id)}`;
