/** @jsxImportSource preact */
import '@alongside/design/tokens.css';
import '@alongside/design/base.css';
import '@alongside/design/fields.css';
import './styles/shell.css';
import './styles/home.css';
import './styles/forms.css';
import './styles/dialogs.css';
import './styles/together.css';
import { applyAccent } from '@alongside/design';
import { render } from 'preact';
import { App } from './app.tsx';

const ACCENT = '#30358f';

const root = document.querySelector('#app');
if (root) {
  applyAccent(document.documentElement, ACCENT);
  render(<App />, root);
}
