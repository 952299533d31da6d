/** Why a device gives nothing. */
export type MediaProblemCode =
  /** The person, or the browser's or the page's settings, said no. */
  | 'permission_denied'
  | 'no_device'
  /** Another program holds it. */
  | 'device_busy'
  /** No devices here at all: no https, or a browser without WebRTC. */
  | 'not_supported'
  /** The person closed the browser's own choice of a screen. */
  | 'dismissed';

export type MediaSource = 'microphone' | 'camera' | 'screen';

/** A device that could not be had: which one, and why. */
export class MediaProblem extends Error {
  readonly code: MediaProblemCode;
  readonly source: MediaSource;

  constructor(code: MediaProblemCode, source: MediaSource, message: string) {
    super(message);
    this.name = 'MediaProblem';
    this.code = code;
    this.source = source;
  }
}

const CODES: Readonly<Record<string, MediaProblemCode>> = {
  NotAllowedError: 'permission_denied',
  SecurityError: 'permission_denied',
  NotFoundError: 'no_device',
  OverconstrainedError: 'no_device',
  NotReadableError: 'device_busy',
  AbortError: 'device_busy',
  NotSupportedError: 'not_supported',
  TypeError: 'not_supported',
};

export function asMediaProblem(thrown: unknown, source: MediaSource): MediaProblem {
  if (thrown instanceof MediaProblem) return thrown;
  const { name = '', message = '' } = thrown as { name?: string; message?: string };
  const code = CODES[name] ?? 'device_busy';
  // For a screen the browser asks with its own choice: a no there is a change of mind, not a lasting refusal.
  return new MediaProblem(source === 'screen' && code === 'permission_denied' ? 'dismissed' : code, source, message);
}
