import { Alongside, type Theme } from '../src/loader/index.ts';

const query = new URLSearchParams(location.search);
if (query.get('dir') === 'rtl') document.documentElement.dir = 'rtl';
const locale = query.get('locale');
const theme = query.get('theme');
const help = Alongside.create({
  url: location.origin,
  tenant: query.get('state') ?? 'idle',
  ...(locale ? { locale } : {}),
  ...(theme ? { theme: theme as Theme } : {}),
});
help.onOnlineHelpState((state) => console.info('state', state));
help.on('unread', (count) => console.info('unread', count));
help.on('open', (open) => console.info('open', open));
document.getElementById('help')?.addEventListener('click', help.toggle);
Object.assign(window, { help });
