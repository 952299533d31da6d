import '@alongside/design/tokens.css';
import '@alongside/design/base.css';
import '@alongside/design/fields.css';
import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { LOCALE } from './messages/texts.ts';
import { registerWorker } from './state/background.ts';
import { linkIn } from './state/link.ts';
import { createPhone } from './state/phone.ts';

document.documentElement.lang = LOCALE;
const phone = createPhone('');

/** The token goes from the address as soon as it is read: not into the history, and not to whoever looks at the screen. */
function followAddress() {
  const link = linkIn(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  if (link) void phone.follow(link);
}
addEventListener('hashchange', followAddress);
followAddress();
void registerWorker();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App phone={phone} />);
