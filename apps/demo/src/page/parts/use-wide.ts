import { useEffect, useState } from 'preact/hooks';

/** As in shell.css. */
const DESK = '(min-width: 60rem)';

/** Whether there is room for a sidebar. */
export function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(DESK).matches);
  useEffect(() => {
    const query = matchMedia(DESK);
    const follow = () => setWide(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return wide;
}
