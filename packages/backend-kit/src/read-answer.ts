import { BackendKitError } from './errors.ts';

/** What came back over HTTP, read whole. */
export interface Answer {
  readonly status: number;
  /** The Date header; the server's clock. */
  readonly date: string | null;
  readonly text: string;
}

/** The hash in a success; every other answer is thrown as a BackendKitError. */
export function readHash(answer: Answer, context: { url: string; accessKeyId: string; now: number }): string {
  const { status } = answer;
  const body = parse(answer.text);
  const said = typeof body?.message === 'string' ? body.message : '';
  if (status === 200 && body?.isSuccess === true && typeof body.transactionHash === 'string') {
    return body.transactionHash;
  }
  if (status === 200 && body?.isSuccess === false) {
    throw new BackendKitError(
      'request_refused',
      `${context.url} refused: ${said || 'no reason was given'}.`,
      'Check customerId and deviceHash.',
      { status },
    );
  }
  if (status === 401) {
    throw new BackendKitError(
      'wrong_key',
      `${context.url} did not accept the key ${context.accessKeyId}.`,
      'Check that it is not revoked, that the secret belongs to it, and that nothing on the way changes the body or the path.',
      { status },
    );
  }
  if (status === 403 && body !== null) {
    throw new BackendKitError(
      'clock_skew',
      `The clock of this server is ${skew(answer.date, context.now)} that of ${context.url}.`,
      'Set it by NTP.',
      { status },
    );
  }
  if (status === 400 && said !== '') {
    throw new BackendKitError('request_refused', `${context.url} refused: ${said}.`, 'Check the access key id.', {
      status,
    });
  }
  if (status >= 500) {
    throw new BackendKitError(
      'server_error',
      `${context.url} answered ${status}.`,
      "Try again; if it stays, see the Alongside server's log.",
      { status },
    );
  }
  throw new BackendKitError(
    'unexpected_answer',
    `${context.url} answered ${status}, which is no answer of an Alongside server.`,
    'Check the url.',
    { status },
  );
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function skew(date: string | null, now: number): string {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return 'more than 15 minutes away from';
  const minutes = Math.round(Math.abs(now - theirs) / 60_000);
  return `${minutes} minutes ${now > theirs ? 'ahead of' : 'behind'}`;
}
