/** The end of a socket, whatever library carries it. */
export interface Line {
  readonly open: boolean;
  /** Handed over and not yet taken by the other side. */
  readonly waitingBytes: number;
  send(text: string): void;
  /** Closes; a line that does not follow is cut. */
  close(code: number, reason: string): void;
}

/** 1000 would be final for Android. */
export const CLOSE = {
  /** The server stops or restarts: come again. */
  goingAway: 1001,
  /** More refused frames than any client has reason to send. */
  abuse: 1008,
  /** Does not read what it is sent. */
  slowReader: 4008,
  /** Its session was ended. */
  sessionEnded: 4001,
} as const;

/** What a socket may leave unread. */
export const UNREAD_BYTES = 1_048_576;
