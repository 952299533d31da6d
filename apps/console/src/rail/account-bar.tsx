import { Suspense } from 'react';
import { Bell, BellOff, Keyboard } from 'lucide-react';
import { CodeButton } from '../cobrowse/late.ts';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { AccountMenu } from './account-menu.tsx';

/** Who I am, and what I set once. */
export function AccountBar() {
  const t = useTexts();
  const { settings, go } = useConsole();
  const { sound } = useObservable(settings);
  const me = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me : null));
  if (!me) return null;
  return (
    <div className="rail-foot">
      <AccountMenu me={me} />
      <Suspense fallback={null}>
        <CodeButton />
      </Suspense>
      <IconButton
        icon={sound ? Bell : BellOff}
        label={t(sound ? 'settings.sound.on' : 'settings.sound.off')}
        keys={['Alt', 'M']}
        aria-pressed={sound}
        onPress={() => settings.update((value) => ({ ...value, sound: !value.sound }))}
      />
      <IconButton
        icon={Keyboard}
        label={t('settings.keys')}
        keys={['?']}
        onPress={() => go.showDialog({ kind: 'keys' })}
      />
    </div>
  );
}
