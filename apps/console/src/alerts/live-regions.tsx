import { useConsoleState } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import type { Spoken } from '../state/model.ts';

/** What those who listen to the page are told. The regions are always there: one that appears with its text is often not read. */
export function LiveRegions() {
  const polite = useConsoleState((state) => state.polite);
  const urgent = useConsoleState((state) => state.urgent);
  return (
    <>
      <div className="as-visually-hidden" aria-live="polite">
        <Sentence spoken={polite} />
      </div>
      <div className="as-visually-hidden" aria-live="assertive">
        <Sentence spoken={urgent} />
      </div>
    </>
  );
}

function Sentence({ spoken }: { readonly spoken: Spoken | null }) {
  const t = useTexts();
  return spoken && <p key={spoken.id}>{spoken.text(t)}</p>;
}
