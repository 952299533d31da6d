import { Alongside } from './index.ts';

// The only global; a page that has one of this name keeps its own.
if ('Alongside' in window) console.warn('Alongside: the page already has a global of this name; use loader.mjs.');
else Object.defineProperty(window, 'Alongside', { value: Alongside, configurable: true });
