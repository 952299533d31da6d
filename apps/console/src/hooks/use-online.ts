import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** What the device says of its network. False is sure; true is only a hope. */
export const useOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine);
