/** @jsxImportSource preact */
import type { OnlineHelpRequest } from '@alongside/sdk';
import { useEffect, useRef } from 'preact/hooks';
import { useWidget } from '../context.ts';
import { useCall } from './context.ts';
import { CallIcon } from './icons.tsx';

const KINDS = [
  ['CHAT', 'chat', 'help.chat', 'help.chat.text'],
  ['VOICE_CALL', 'phone', 'help.voice', 'help.voice.text'],
  ['VIDEO_CALL', 'camera', 'help.video', 'help.video.text'],
] as const;

type Kind = OnlineHelpRequest['helpType'];

/** Chat, voice or video, where the company's page leaves the choice to the customer. */
export function HelpChoice({ kinds, choose }: { kinds: readonly Kind[]; choose: (kind: Kind) => void }) {
  const { config } = useWidget();
  const { c } = useCall();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main class="help-choice">
      <h2 ref={heading} tabIndex={-1}>
        {c('help.title')}
      </h2>
      <p>{c('help.text', { tenant: config.name })}</p>
      <ul>
        {KINDS.filter(([kind]) => kinds.includes(kind)).map(([kind, icon, name, text]) => (
          <li key={kind}>
            <button type="button" class="help-kind" onClick={() => choose(kind)}>
              <span class="help-kind-icon">
                <CallIcon name={icon} />
              </span>
              <span>
                <strong>{c(name)}</strong>
                <span>{c(text)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
