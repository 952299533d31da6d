import type { Tool } from '@alongside/cobrowse/viewer';
import {
  Camera,
  CircleDot,
  Eraser,
  Eye,
  Highlighter,
  Lasso,
  Link2,
  type LucideIcon,
  Maximize,
  MousePointer2,
  MousePointerClick,
  Square,
  Sun,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import { isShown, phaseOf } from './phase.ts';
import { PushDialog } from './push-dialog.tsx';
import { saveSnapshot } from './save-snapshot.ts';
import { COLOURS, type Together } from './together.ts';

const TOOLS: readonly (readonly [Tool, LucideIcon])[] = [
  ['look', Eye],
  ['pointer', MousePointer2],
  ['spotlight', Sun],
  ['draw', Highlighter],
  ['highlight', Lasso],
  ['control', MousePointerClick],
];
const STEPS = [0.25, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2];

/** What can be done on the customer's page. Those who only look on have none of it. */
export function Tools({ together }: { readonly together: Together }) {
  const texts = useCobrowseTexts();
  const { notices } = useConsole();
  const [pushing, setPushing] = useState(false);
  const state = useObservable(together.state);
  const { tool, asked, colour, recorded } = state;
  const phase = phaseOf(state);
  if (!isShown(phase) && phase !== 'paused' && phase !== 'moving' && phase !== 'building') return null;
  const off = !isShown(phase);
  const snapshot = async () => {
    saveSnapshot(await together.still());
    notices.show('success', () => texts('snapshot.done'));
  };
  return (
    <div className="together-tools" role="toolbar" aria-label={texts('tools')} data-off={off || undefined}>
      {!state.silent && (
        <div className="together-group">
          {TOOLS.map(([name, icon]) => (
            <IconButton
              key={name}
              icon={icon}
              isDisabled={off}
              className={name === 'control' && asked.control === 'asked' ? 'is-asked' : ''}
              label={texts(`tool.${name}`)}
              aria-pressed={tool === name}
              onPress={() => together.choose(name)}
            />
          ))}
        </div>
      )}
      {!state.silent && tool === 'draw' && (
        <fieldset className="together-group together-colours">
          <legend className="as-visually-hidden">{texts('colour')}</legend>
          {COLOURS.map((one, index) => (
            <button
              key={one}
              type="button"
              className="together-colour"
              aria-label={texts(`colour.${index}` as 'colour.0')}
              aria-pressed={one === colour}
              disabled={off}
              onClick={() => together.draw(one)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="6" fill={one} />
              </svg>
            </button>
          ))}
        </fieldset>
      )}
      {!state.silent && (
        <div className="together-group">
          <IconButton icon={Eraser} isDisabled={off} label={texts('tool.clear')} onPress={() => together.clear()} />
          <IconButton icon={Link2} isDisabled={off} label={texts('push')} onPress={() => setPushing(true)} />
          <IconButton icon={Camera} isDisabled={off} label={texts('snapshot')} onPress={() => void snapshot()} />
          <IconButton
            icon={recorded ? Square : CircleDot}
            isDisabled={off || asked.recording === 'asked'}
            className={recorded ? 'is-recording' : ''}
            label={texts(asked.recording === 'yes' ? 'record.stop' : 'record')}
            aria-pressed={asked.recording === 'yes'}
            onPress={() => (asked.recording === 'yes' ? together.giveBack('recording') : together.ask('recording'))}
          />
        </div>
      )}
      <Zoom together={together} off={off} />
      {asked.control === 'yes' && !state.silent && (
        <button type="button" className="as-button dense together-give" onClick={() => together.giveBack('control')}>
          {texts('tool.control.give')}
        </button>
      )}
      {pushing && <PushDialog together={together} onClose={() => setPushing(false)} />}
    </div>
  );
}

function Zoom({ together, off }: { readonly together: Together; readonly off: boolean }) {
  const texts = useCobrowseTexts();
  const { zoom, page } = useObservable(together.state);
  const scale = page?.scale ?? 1;
  const larger = STEPS.find((step) => step > scale + 0.005);
  const smaller = STEPS.findLast((step) => step < scale - 0.005);
  return (
    <div className="together-group together-zoom">
      <IconButton
        icon={ZoomOut}
        isDisabled={off || smaller === undefined}
        label={texts('zoom.out')}
        onPress={() => smaller !== undefined && together.zoom(smaller)}
      />
      <output className="together-scale">{Math.round(scale * 100)} %</output>
      <IconButton
        icon={ZoomIn}
        isDisabled={off || larger === undefined}
        label={texts('zoom.in')}
        onPress={() => larger !== undefined && together.zoom(larger)}
      />
      <IconButton
        icon={Maximize}
        isDisabled={off}
        label={texts('zoom.fit.label')}
        aria-pressed={zoom === 'fit'}
        onPress={() => together.zoom('fit')}
      />
    </div>
  );
}
