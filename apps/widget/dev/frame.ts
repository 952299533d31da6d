import '../src/app/styles.ts';
import { boot } from '../src/app/boot.ts';
import { createMock } from './mock.ts';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
const root = document.getElementById('alongside');
const mock = createMock(query.get('state') ?? query.get('tenant') ?? 'idle', query.get('colour'));
Object.assign(window, { mock });
if (root) void boot(root, mock.alongside, () => console.info('reconnect now'));
