import { useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';

const supported = () => 'Notification' in window;

interface Notifications {
  readonly state: 'on' | 'off' | 'denied' | 'unsupported';
  readonly on: boolean;
  readonly canAsk: boolean;
  /** Only from a click: browsers and people alike refuse to be asked out of nowhere. */
  readonly toggle: () => void;
}

/** Notifications outside of the window: what was chosen, and what the browser allows. */
export function useNotifications(): Notifications {
  const { settings } = useConsole();
  const { notifications: wanted } = useObservable(settings);
  const [permission, setPermission] = useState(() => (supported() ? Notification.permission : 'denied'));
  const on = wanted && permission === 'granted';
  const choose = (notifications: boolean) => settings.update((value) => ({ ...value, notifications }));
  return {
    on,
    state: !supported() ? 'unsupported' : permission === 'denied' ? 'denied' : on ? 'on' : 'off',
    canAsk: supported() && permission !== 'denied',
    toggle() {
      if (on) return choose(false);
      void Notification.requestPermission().then((answer) => {
        setPermission(answer);
        choose(answer === 'granted');
      });
    },
  };
}
