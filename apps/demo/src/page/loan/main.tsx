/** @jsxImportSource preact */
import '@alongside/design/tokens.css';
import '@alongside/design/base.css';
import '@alongside/design/fields.css';
import '../styles/shell.css';
import '../styles/forms.css';
import '../styles/dialogs.css';
import '../styles/together.css';
import { applyAccent } from '@alongside/design';
import { render } from 'preact';
import { LoanApp } from './loan-app.tsx';
import { PAGES, STEPS } from './steps.ts';

const root = document.querySelector<HTMLElement>('#app');
const step = STEPS.find((one) => location.pathname === PAGES[one]);
if (root && step) {
  applyAccent(document.documentElement, '#30358f');
  render(<LoanApp step={step} />, root);
}
