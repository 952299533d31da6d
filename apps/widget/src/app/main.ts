import './styles.ts';
import { createAlongside } from '@alongside/sdk';
import { boot } from './boot.ts';
import { createWakeups } from './session/wakeups.ts';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

const wakeups = createWakeups();
const root = document.getElementById('alongside');
if (root) {
  void boot({
    root,
    reconnectNow: wakeups.wake,
    connect: (ports) =>
      createAlongside({
        // This page stands at <server>/widget/.
        url: new URL('..', location.origin + location.pathname).href.replace(/\/$/, ''),
        tenant: query.get('tenant') ?? '',
        locale: query.get('locale') ?? navigator.language,
        wakeups,
        ...ports,
      }),
  });
}
