import { Maximize2, Minimize2, PanelRightClose, Users } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import type { CobrowseOpen } from '../state/model.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import { closeSession, setLook } from './open-sessions.ts';
import { type Phase, phaseOf } from './phase.ts';
import type { Together, TogetherState } from './together.ts';

interface PanelHeadProps {
  readonly together: Together;
  readonly name: string | null;
  readonly look: CobrowseOpen['look'];
}

const CHIP: Readonly<Record<Phase, string>> = {
  connecting: 'connecting',
  waiting: 'waiting',
  asked: 'asked',
  declined: 'waiting',
  taken_back: 'waiting',
  building: 'live',
  live: 'live',
  hidden: 'hidden',
  paused: 'paused',
  moving: 'moving',
  left: 'left',
  lost: 'lost',
  reconnecting: 'reconnecting',
  refused: 'ended',
  ended: 'ended',
};

/** Whose page, how it stands, who looks, and the ways out. */
export function PanelHead({ together, name, look }: PanelHeadProps) {
  const texts = useCobrowseTexts();
  const console = useConsole();
  const state = useObservable(together.state);
  const phase = phaseOf(state);
  const over = phase === 'ended' || phase === 'refused';
  const place = placeOf(state);
  return (
    <header className="together-head">
      <div className="together-who">
        <h2 className="together-title clip" dir="auto">
          {name === null ? texts('panel') : texts('panel.of', { name })}
        </h2>
        <p className="together-facts">
          <span className="together-chip" data-phase={phase} role="status">
            {texts(`state.${CHIP[phase]}` as 'state.live')}
          </span>
          {state.recorded && (
            <span className="together-chip" data-phase="recording">
              {texts('state.recording')}
            </span>
          )}
          {state.silent && <span className="together-chip">{texts('state.silent')}</span>}
          {place && <bdi className="together-place clip">{place}</bdi>}
        </p>
      </div>
      <div className="together-acts">
        {!over && <Watchers state={state} />}
        <IconButton
          className="together-wide"
          icon={look === 'full' ? Minimize2 : Maximize2}
          label={texts(look === 'full' ? 'panel.beside' : 'panel.full')}
          onPress={() => setLook(console, look === 'full' ? 'open' : 'full')}
        />
        <IconButton
          icon={PanelRightClose}
          flips
          label={texts('panel.fold')}
          keys={['Alt', 'B']}
          onPress={() => setLook(console, 'folded')}
        />
        <Button
          className={`as-button dense ${over ? '' : 'together-end'}`}
          onPress={() => {
            if (over || state.silent) closeSession(console);
            else together.end();
          }}
        >
          {texts(over ? 'panel.close' : state.silent ? 'panel.leave' : 'panel.end')}
        </Button>
      </div>
    </header>
  );
}

/** The page's name and address, as far as the customer shows it. */
function placeOf({ page, asked }: TogetherState): string | null {
  if (asked.view !== 'yes' || !page?.page) return null;
  const { title, address } = page.page;
  return [title, address.replace(/^https?:\/\//, '')].filter(Boolean).join(' · ');
}

function Watchers({ state }: { readonly state: TogetherState }) {
  const texts = useCobrowseTexts();
  const watchers = state.page?.watchers ?? [];
  if (watchers.length === 0) return null;
  return (
    <DialogTrigger>
      <Button className="together-watchers" aria-label={texts('watchers.count', { count: watchers.length })}>
        <Users size={16} aria-hidden="true" />
        <span aria-hidden="true">{watchers.length}</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="together-watching" aria-label={texts('watchers')}>
          <p className="menu-title">{texts('watchers')}</p>
          <ul>
            {watchers.map(({ viewer, name, silent }) => (
              <li key={viewer} dir="auto">
                {silent ? texts('watchers.silent', { name }) : name}
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
