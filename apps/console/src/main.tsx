import '@alongside/design/tokens.css';
import '@alongside/design/base.css';
import '@alongside/design/fields.css';
import './styles/index.css';
import { createAgentClient } from '@alongside/sdk/agent';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { guardPage } from './app/guard-page.ts';
import { createWakeups } from './app/wakeups.ts';
import { loadTexts } from './i18n/texts.ts';
import { createConsole } from './state/console.ts';
import { localeFor } from './state/settings.ts';
import { pageSurroundings } from './state/surroundings.ts';

const wakeups = createWakeups();
const client = createAgentClient({ url: '', credentials: 'cookie', wakeups });
const console = createConsole(client, pageSurroundings(), wakeups.wake);
guardPage(console);
console.session.check();

const root = document.getElementById('root');
const { settings, surroundings } = console;
// Nobody is to see English flash up before their own language.
if (root)
  void loadTexts(localeFor(settings.get(), null, surroundings.languages)).then(() =>
    createRoot(root).render(<App console={console} />),
  );
