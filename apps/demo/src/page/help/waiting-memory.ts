const KEY = 'meridian.waiting';

/** The state NO_CHAT does not tell a customer who waits behind the app's own screen from one who does not: the app remembers it over a reload. */
export function rememberWaiting(on: boolean): void {
  try {
    if (on) sessionStorage.setItem(KEY, 'yes');
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage may be forbidden; then a reload shows no wait screen, and the chat still opens.
  }
}

export function wasWaiting(): boolean {
  try {
    return sessionStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}
