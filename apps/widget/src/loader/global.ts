import { Alongside } from './index.ts';

// The only global; a page that has one of this name keeps its own.
if ('Alongside' in window) console.warn('Alongside: this name is taken; import loader.mjs.');
else Object.defineProperty(window, 'Alongside', { value: Alongside, configurable: true });
