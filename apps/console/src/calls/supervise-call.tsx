import { Ear, type LucideIcon, MessageCircleMore, PhoneOff, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useObservable } from '../hooks/use-observable.ts';
import { useCallDesk, useCallTexts } from './use-calls.ts';
import './calls.css';

const WAYS = [
  ['monitor', Ear],
  ['whisper', MessageCircleMore],
  ['barge', Users],
] as const satisfies readonly (readonly [string, LucideIcon])[];

/** For supervisors beside a call of somebody else: listen in, whisper, join. Who hears them is the server's doing, not a button's. */
export function SuperviseCall({ conversationId, name }: { readonly conversationId: string; readonly name: string }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const { calls } = desk;
  const { view } = useObservable(desk.ui);
  const [callId, setCallId] = useState<string | null>(null);
  const mine = view?.conversationId === conversationId && view.state !== 'ended' ? view : null;
  useEffect(() => {
    let current = true;
    calls.history({ conversationId, limit: 1 }).then(
      ({ calls: [last] }) => current && setCallId(last && last.endedAt === null ? last.id : null),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [calls, conversationId]);
  if (callId === null) return null;
  const role = mine?.parties.find(({ id }) => id === mine.me.partyId)?.role;
  const attend = (as: 'monitor' | 'whisper' | 'barge' | 'none') =>
    void desk.run('call:attend', async () => {
      const now = await calls.attend(callId, as);
      if (as !== 'none') await desk.carry(now);
    });
  return (
    <fieldset className="call-supervise" aria-label={texts('supervise.label', { name })}>
      {WAYS.map(([way, Icon]) => (
        <button
          key={way}
          type="button"
          className="as-button dense"
          aria-pressed={role === way}
          onClick={() => attend(way)}
        >
          <Icon size={16} aria-hidden="true" /> {texts(`supervise.${way}`)}
        </button>
      ))}
      {mine && (
        <button type="button" className="as-button dense" onClick={() => attend('none')}>
          <PhoneOff size={16} aria-hidden="true" /> {texts('supervise.none')}
        </button>
      )}
    </fieldset>
  );
}
