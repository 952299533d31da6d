import type { CallView } from '@alongside/protocol';
import type { Speaker } from '@alongside/sdk/calls';
import { PhoneCall } from 'lucide-react';
import { useConsole } from '../hooks/use-console.ts';
import { useSecondsSince } from '../hooks/use-now.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { CallControls } from './call-controls.tsx';
import { CallNotice } from './call-notice.tsx';
import { CallSheets } from './call-sheets.tsx';
import { Picture } from './picture.tsx';
import { useCallDesk, useCallTexts } from './use-calls.ts';

const untold = { get: () => null, subscribe: () => () => {} };
// The same list each time: a fresh one would be a change without end.
const NONE = [] as const;
const nothing = { get: () => NONE, subscribe: () => () => {} };

/** As people would say it: above 4 nobody complains, below 3.2 most do (ITU-T G.107). */
const heard = (mos: number) => (mos >= 4 ? 'quality.good' : mos >= 3.2 ? 'quality.fair' : 'quality.bad');

/** The others in a call, whom it is about first. */
export const othersIn = (view: CallView): CallView['parties'] =>
  view.parties
    .filter(({ id, state }) => id !== view.me.partyId && state !== 'left')
    .sort((one, other) => Number(other.role === 'customer') - Number(one.role === 'customer'));

/** The call in hand, above the panes: who, how long, the pictures, and every button. */
export function CallBand({ view, speaker }: { readonly view: CallView; readonly speaker: Speaker }) {
  const texts = useCallTexts();
  const { clock } = useLanguage();
  const { go } = useConsole();
  const { desk } = useCallDesk();
  const { calls } = desk;
  const active = useObservable(calls.active);
  const remote = useObservable(active?.remote ?? nothing);
  const sent = useObservable(active?.sent ?? untold);
  const { camera } = useObservable(calls.local.state);
  const seconds = useSecondsSince(view.answeredAt ?? view.requestedAt);
  const others = othersIn(view);
  const name = view.customer.name || view.customer.number || others[0]?.name || texts('history.unknown');
  const role = view.parties.find(({ id }) => id === view.me.partyId)?.role;
  const state = view.answeredAt && view.state === 'in_progress' ? 'in_progress' : view.state;
  const pictures = remote.filter(({ kind, from }) => {
    const party = others.find(({ id }) => id === from);
    return kind === 'screen' ? party?.screen : kind === 'video' && party?.camera;
  });
  const shows = view.state !== 'held' && (pictures.length > 0 || camera.state === 'on');
  const more = others.filter(({ role: its }) => its !== 'customer');
  return (
    <section className="call-band" data-state={view.state} aria-label={texts('band.label', { name })}>
      <div className="call-head">
        <PhoneCall className="call-sign" size={18} aria-hidden="true" />
        <div className="call-who">
          <p className="call-name clip" dir="auto">
            {view.conversationId ? (
              <button type="button" className="call-link" onClick={() => go.openChat(view.conversationId!)}>
                {name}
              </button>
            ) : (
              name
            )}
          </p>
          <p className="call-facts" role="status">
            {texts(`kind.${view.kind}`)}
            {state !== 'in_progress' && ` · ${texts(`band.${state === 'ended' ? 'connecting' : state}`)}`}
            {others[0]?.muted && ` · ${texts('band.muted', { name: others[0].name || name })}`}
            {sent !== null && sent.mos !== null && ` · ${texts('band.quality', { quality: texts(heard(sent.mos)) })}`}
            {view.recording !== 'off' && (
              <span className="call-recording" data-state={view.recording}>
                {' · '}
                {texts(`recording.${view.recording}`, { name })}
              </span>
            )}
          </p>
        </div>
        <p className="call-clock" aria-hidden="true">
          {clock(seconds)}
        </p>
      </div>
      {role && role !== 'agent' && role !== 'customer' && <p className="call-role">{texts(`role.${role}`)}</p>}
      {more.length > 0 && (
        <p className="call-more">{texts('band.with', { names: more.map((party) => party.name).join(', ') })}</p>
      )}
      <CallNotice view={view} name={name} speaker={speaker} />
      {shows && (
        <div className="call-pictures">
          {pictures.map(({ track, kind, from }) => {
            const who = others.find(({ id }) => id === from)?.name || name;
            return (
              <Picture
                key={`${from}/${kind}`}
                track={track}
                label={texts(kind === 'screen' ? 'band.screen' : 'band.picture', { name: who })}
                whole={kind === 'screen'}
              />
            );
          })}
          {camera.state === 'on' && camera.track && (
            <div className="call-own">
              <Picture track={camera.track} label={texts('band.own')} own />
            </div>
          )}
        </div>
      )}
      {view.state !== 'ended' && <CallControls view={view} />}
      <CallSheets view={view} name={name} speaker={speaker} />
    </section>
  );
}
