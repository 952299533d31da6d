// Runs before the first paint, so that nobody who chose dark is shown white. Reads what src/state/settings.ts stores.
(() => {
  try {
    const settings = JSON.parse(localStorage.getItem('alongside.console.settings') || '{}');
    const root = document.documentElement;
    if (settings.theme === 'dark' || settings.theme === 'light') root.dataset.theme = settings.theme;
    if (typeof settings.locale === 'string') root.lang = settings.locale;
    if (settings.locale === 'en-XB') root.dir = 'rtl';
  } catch {
    // Storage may be switched off; the system's theme is then right.
  }
})();
