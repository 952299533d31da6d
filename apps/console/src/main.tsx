import '@alongside/design/tokens.css';
import '@alongside/design/base.css';
import './styles/index.css';
import { createAgentClient } from '@alongside/sdk/agent';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { guardPage } from './app/guard-page.ts';
import { createWakeups } from './app/wakeups.ts';
import { createConsole } from './state/console.ts';
import { pageSurroundings } from './state/surroundings.ts';

const wakeups = createWakeups();
const client = createAgentClient({ url: '', credentials: 'cookie', wakeups });
const console = createConsole(client, pageSurroundings(), wakeups.wake);
guardPage(console);
console.session.check();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App console={console} />);
