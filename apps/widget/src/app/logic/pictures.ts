import type { Conversation } from '@alongside/sdk';

/** Addresses of pictures for <img>, each fetched once with the customer's own token. */
export type Pictures = {
  /** `blob:` address of a stored picture. Rejects where it could not be fetched; asking again tries again. */
  stored(fileId: string, mediaType: string): Promise<string>;
  /** Keeps a picture that is on its way up, so that it shows at once. */
  keep(clientId: string, file: Blob): void;
  pending(clientId: string | null): string | null;
};

export function createPictures(download: Conversation['downloadFile']): Pictures {
  const stored = new Map<string, Promise<string>>();
  const local = new Map<string, string>();
  return {
    stored(fileId, mediaType) {
      const known = stored.get(fileId);
      if (known) return known;
      const coming = download(fileId).then(({ bytes }) =>
        URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType })),
      );
      stored.set(fileId, coming);
      coming.catch(() => stored.delete(fileId));
      return coming;
    },
    keep: (clientId, file) => void local.set(clientId, URL.createObjectURL(file)),
    pending: (clientId) => (clientId === null ? null : (local.get(clientId) ?? null)),
  };
}
