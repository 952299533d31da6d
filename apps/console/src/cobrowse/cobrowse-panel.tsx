import { useEffect, useRef, useState } from 'react';
import { useConsole, useConsoleState, useRow } from '../hooks/use-console.ts';
import { PanelHead } from './panel-head.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import { closeSession, forgetSession, frameUrl, setLook } from './open-sessions.ts';
import { PanelNotes } from './panel-notes.tsx';
import { Stage } from './stage.tsx';
import { Together } from './together.ts';
import { Tools } from './tools.tsx';
import './cobrowse.css';

/** The customer's page beside the chat, over the whole window, or put aside behind a button. */
export function CobrowsePanel({ cid }: { readonly cid: string }) {
  const texts = useCobrowseTexts();
  const console = useConsole();
  const look = useConsoleState(({ cobrowse }) => cobrowse?.look ?? 'open');
  const conversationId = useConsoleState(({ cobrowse }) => cobrowse?.conversationId ?? null);
  const name = useRow(conversationId)?.contact.customer.name ?? null;
  const mount = useRef<HTMLDivElement>(null);
  const [together, setTogether] = useState<Together | null>(null);
  const url = frameUrl();
  const title = useRef('');
  title.current = name === null ? texts('frame.title.nameless') : texts('frame.title', { name });

  useEffect(() => {
    if (mount.current === null || url === null) return;
    const session = new Together({
      cid,
      frameUrl: url,
      client: console.client,
      mount: mount.current,
      title: title.current,
    });
    setTogether(session);
    // Whoever comes back to this tab, or to the network, does not wait for the next try.
    const wake = () => session.wake();
    addEventListener('online', wake);
    const stop = session.state.subscribe(({ endedBy, refused }) => {
      if (endedBy !== null || refused !== null) forgetSession(console);
    });
    return () => {
      removeEventListener('online', wake);
      stop();
      session.close();
    };
  }, [cid, url, console]);

  return (
    <section
      className="together"
      data-look={look}
      aria-label={name === null ? texts('panel') : texts('panel.of', { name })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || look !== 'full') return;
        event.stopPropagation();
        setLook(console, 'open');
      }}
    >
      {together && <PanelHead together={together} name={name} look={look} />}
      {together && <Tools together={together} />}
      {together && <PanelNotes together={together} />}
      <div className="together-stage">
        <div ref={mount} className="together-frame" />
        {url === null ? (
          <div className="together-cover">
            <p className="together-cover-title">{texts('no.viewer')}</p>
            <p>{texts('no.viewer.text')}</p>
            <button type="button" className="as-button dense" onClick={() => closeSession(console)}>
              {texts('panel.close')}
            </button>
          </div>
        ) : (
          together && <Stage together={together} />
        )}
      </div>
      {look === 'folded' && (
        <button type="button" className="together-folded as-button" onClick={() => setLook(console, 'open')}>
          {texts('folded.show')}
        </button>
      )}
    </section>
  );
}
