import type { Observable } from '@alongside/sdk/agent';
import { useSyncExternalStore } from 'react';

/** The value now; draws again on each change. */
export const useObservable = <T>(observable: Observable<T>): T =>
  useSyncExternalStore(observable.subscribe, observable.get, observable.get);

/** A part of the value; draws again only when that part is another one. `part` must give the same reference for the same value. */
export function usePart<T, P>(observable: Observable<T>, part: (value: T) => P): P {
  const get = () => part(observable.get());
  return useSyncExternalStore(observable.subscribe, get, get);
}
