import { Switch } from 'react-aria-components/Switch';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';
import { SHORTCUTS, type Shortcut } from '../keyboard/shortcuts.ts';
import { Keys } from '../ui/keys.tsx';
import { Modal } from '../ui/modal.tsx';

/** Everything the keyboard can do. */
export function KeysDialog() {
  const t = useTexts();
  const { settings } = useConsole();
  const { singleKeys } = useObservable(settings);
  return (
    <Modal title={t('keys.title')} size="large">
      <div className="dialog-body keys-body">
        <div className="keys-setting">
          <Switch
            className="switch"
            isSelected={singleKeys}
            onChange={(on) => settings.update((value) => ({ ...value, singleKeys: on }))}
          >
            <span className="switch-track" aria-hidden="true">
              <span className="switch-thumb" />
            </span>
            {t('keys.single')}
          </Switch>
          <p className="as-hint">{t('keys.single.hint')}</p>
        </div>
        <div className="keys-groups">
          {SHORTCUTS.map(({ title, shortcuts }) => (
            <section key={title} className="keys-group">
              <h3 className="card-title">{t(title)}</h3>
              <dl>
                {shortcuts.map((shortcut) => (
                  <Line key={shortcut.label} shortcut={shortcut} singleKeys={singleKeys} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Modal>
  );
}

/** Letters that are switched off are not shown. */
const isLetter = (keys: readonly string[]) => keys.length === 1 && /^[A-Z]$/.test(keys[0] ?? '');

function Line({ shortcut, singleKeys }: { readonly shortcut: Shortcut; readonly singleKeys: boolean }) {
  const t = useTexts();
  const shown = shortcut.keys.filter((keys) => singleKeys || !isLetter(keys));
  return (
    <div className="keys-line">
      <dt>{t(shortcut.label)}</dt>
      <dd>
        {shown.map((keys, index) => (
          <span key={keys.join('+')} className="keys-way">
            {index > 0 && <span className="keys-or">{t('common.or')}</span>}
            <Keys keys={keys} />
          </span>
        ))}
      </dd>
    </div>
  );
}
