/** Hands the page as it looks now to the browser as a file: one document without scripts or addresses. */
export function saveSnapshot(html: string, now = new Date()): void {
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `page-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
