import type { Down, Up } from '@alongside/protocol';
import type { Http } from '../http.ts';
import type { Observable } from '../observable.ts';
import type { RequestFrame, Result } from './requests.ts';
import type { ConnectionStatus } from './status.ts';

/** What a further entry of this package builds on: the client's own socket and its way to the API. Not for apps. */
export interface Line extends Pick<Http, 'json' | 'raw'> {
  request(frame: RequestFrame): Promise<Result>;
  /** Sent if the socket is there, else dropped. */
  signal(frame: Up): void;
  isWelcomed(): boolean;
  readonly status: Observable<ConnectionStatus>;
  /** Each frame once, as it comes. */
  readonly frames: Observable<Down | null>;
}
