import '../src/app/styles.ts';
import { boot } from '../src/app/boot.ts';
import { createMock } from './mock.ts';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
const root = document.getElementById('alongside');
// A host page names the scene as its tenant, and with it the origin that is on the tenant's list: "chat@http://localhost:1234".
const [scene = 'idle', origin] = (query.get('state') ?? query.get('tenant') ?? '').split('@');
const mock = createMock(scene, query.get('colour'), origin ? { origins: [origin] } : {});
Object.assign(window, { mock });
if (root) {
  const { alongside, calls } = mock;
  void boot({
    root,
    connect: () => alongside,
    reconnectNow: () => console.info('reconnect now'),
    ...(calls && { makeCalls: () => calls }),
  });
}
