import type { CallSystem } from './call-system.ts';

const text = (value: string) => value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Who waits in the bank's call system, without a script: it loads itself again. */
export function callSystemPage(callSystem: CallSystem, now: number): string {
  const rows = callSystem.waiting().map(
    ({ interactionId, customerId, attachedData, since }) => `<tr><td>${text(customerId)}</td>
<td>${Math.max(0, Math.round((now - since) / 1000))} s</td>
<td>${text(
      Object.entries(attachedData)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
    )}</td>
<td><form method="post" action="/call-system/open" target="_blank"><input type="hidden" name="interaction" value="${text(interactionId)}">
<label>Staff number <input name="staff" value="45186" size="8" required></label> <button>Open</button></form></td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>Meridian Bank: call system</title>
<h1>Waiting in the bank's call system</h1>
${rows.length === 0 ? '<p>Nobody.</p>' : `<table><thead><tr><th>Customer</th><th>Waits</th><th>Attached data</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`}
</html>
`;
}
