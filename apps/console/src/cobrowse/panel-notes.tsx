import { useEffect, useState } from 'react';
import { useObservable } from '../hooks/use-observable.ts';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import { phaseOf } from './phase.ts';
import type { Together } from './together.ts';

const SHOWN_MS = 6_000;

/** One line under the tools: what is being asked, what was refused, what became of a recording. */
export function PanelNotes({ together }: { readonly together: Together }) {
  const texts = useCobrowseTexts();
  const state = useObservable(together.state);
  const { asked, news } = state;
  const [read, setRead] = useState(0);
  useEffect(() => {
    if (news === null) return;
    const timer = setTimeout(() => setRead(news.n), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [news]);
  const text =
    asked.control === 'asked'
      ? texts('control.asked')
      : asked.recording === 'asked'
        ? texts('recording.asked')
        : news !== null && news.n > read
          ? texts(news.key)
          : phaseOf(state) === 'hidden'
            ? texts('hidden.note')
            : '';
  return (
    <p className="together-note" role="status">
      {text}
    </p>
  );
}
