import calls from './calls.css?inline';
import stage from './stage.css?inline';

/** As a sheet of its own, which a strict policy lets pass; they are loaded with the calls and not before. */
export function adoptStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${stage}\n${calls}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
