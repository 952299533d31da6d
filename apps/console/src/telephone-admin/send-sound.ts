import type { CallSound, ErrorBody } from '@alongside/protocol';
import { AlongsideError } from '@alongside/sdk/agent';

/** Stores a sound and tells how much of it has gone up, from 0 to 1. Rejects only with AlongsideError. */
export function sendSound(name: string, file: BlobPart, onProgress: (part: number) => void): Promise<CallSound> {
  return new Promise((resolve, reject) => {
    // fetch does not tell what has gone up.
    const request = new XMLHttpRequest();
    request.open('PUT', `/v1/sounds/${encodeURIComponent(name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => total > 0 && onProgress(loaded / total);
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as CallSound);
      else reject(refusalIn(request.status, request.responseText));
    };
    request.onerror = () => reject(new AlongsideError('network_lost', 'reconnect', 'The upload was cut off.'));
    request.send(new Blob([file]));
  });
}

function refusalIn(status: number, text: string): AlongsideError {
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    return new AlongsideError(error.code, error.correctiveAction, error.message, error);
  } catch {
    return new AlongsideError('unexpected_answer', 'contact_administrator', `Unexpected status ${status}.`);
  }
}
