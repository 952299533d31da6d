import type { FileInspector } from '@alongside/domain';
import { fileTypeFromBuffer } from 'file-type';
import { withoutMetadata } from './picture-metadata.ts';
import { pictureSize } from './picture-size.ts';

/**
 * Tells a file's type from its bytes alone: by its signature, or as plain text when it is valid UTF-8 without control characters. Anything
 * else has no known type.
 */
export function createFileInspector(): FileInspector {
  return {
    async inspect(bytes) {
      const mediaType = await sniff(bytes);
      if (mediaType === null) return isText(bytes) ? { mediaType: 'text/plain' } : null;
      return { mediaType, ...pictureSize(mediaType, bytes) };
    },
    withoutMetadata,
  };
}

async function sniff(bytes: Uint8Array): Promise<string | null> {
  try {
    const type = await fileTypeFromBuffer(bytes);
    // A parameter such as `; codecs=opus` says more than a list of types needs.
    return type?.mime.split(';')[0]?.trim() ?? null;
  } catch {
    // A signature without a readable file behind it.
    return null;
  }
}

const controlCharacters = /[^\P{Cc}\t\n\f\r]/u;

function isText(bytes: Uint8Array): boolean {
  try {
    return !controlCharacters.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
