import { PhoneCall } from 'lucide-react';
import { text } from '../messages/texts.ts';

export function SignInHint({ busy }: { readonly busy: boolean }) {
  return (
    <main className="hint">
      <span className="round" aria-hidden>
        <PhoneCall size={32} />
      </span>
      {busy ? (
        <p role="status">{text('signIn.busy')}</p>
      ) : (
        <>
          <h1>{text('signIn.title')}</h1>
          <p>{text('signIn.text')}</p>
        </>
      )}
    </main>
  );
}
