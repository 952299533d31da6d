import { useEffect, useState } from 'react';
import { text } from '../messages/texts.ts';
import { canWake, isWoken, sleepThrough, wakeForCalls } from '../state/background.ts';
import type { Phone, PhoneView } from '../state/phone.ts';

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}
let offered: InstallEvent | null = null;
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offered = event as InstallEvent;
});

export function MeView({ phone, view }: { readonly phone: Phone; readonly view: PhoneView }) {
  const [woken, setWoken] = useState(isWoken);
  const [install, setInstall] = useState(offered);
  useEffect(() => {
    const look = () => setInstall(offered);
    addEventListener('beforeinstallprompt', look);
    return () => removeEventListener('beforeinstallprompt', look);
  }, []);
  const wake = async (on: boolean) => {
    const client = phone.client();
    if (!client || !view.session) return;
    try {
      if (on) setWoken(await wakeForCalls(client, view.session.tenant));
      else {
        await sleepThrough(client);
        setWoken(false);
      }
    } catch {
      setWoken(isWoken());
      phone.say({ kind: 'problem', key: 'me.wakeNo', text: '' });
    }
  };
  return (
    <section className="me">
      <h2>{view.session?.name}</h2>
      {view.agentNumber && (
        <p>
          {text('me.number')}: <strong>{view.agentNumber}</strong>
        </p>
      )}
      {canWake() ? (
        <label className="row">
          <input type="checkbox" checked={woken} onChange={(event) => void wake(event.target.checked)} />
          {text('me.wake')}
        </label>
      ) : (
        <p className="plain">{text('me.wakeNo')}</p>
      )}
      {install && (
        <button type="button" className="wide" onClick={() => void install.prompt()}>
          {text('me.install')}
        </button>
      )}
      {view.returnUrl && (
        <button type="button" className="wide" onClick={phone.goBack}>
          {text('back', { company: view.company })}
        </button>
      )}
      <button type="button" className="wide" onClick={() => void phone.signOut()}>
        {text('me.signOut')}
      </button>
    </section>
  );
}
