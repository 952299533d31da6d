import type { CallSystem } from './call-system.ts';
import { icon, staffPage, text } from './staff-page.ts';

/** Who waits in the bank's call system, without a script: it loads itself again. */
export function callSystemPage(callSystem: CallSystem, now: number): string {
  const people = callSystem.waiting().map(({ interactionId, customerId, attachedData, since }, index) => {
    const facts = Object.entries(attachedData).map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`);
    return `<li class="card">
<div class="card-head"><span class="tile">${icon('person')}</span><div><h2>Customer ${text(customerId)}</h2>
<p class="small">waits ${Math.max(0, Math.round((now - since) / 1000))} s</p></div></div>
${facts.length === 0 ? '' : `<dl class="facts">${facts.join('')}</dl>`}
<form method="post" action="/call-system/open" target="_blank"><input type="hidden" name="interaction" value="${text(interactionId)}">
<label class="as-label" for="staff-${index}">Staff number</label>
<div class="line"><input class="as-field" id="staff-${index}" name="staff" value="45186" inputmode="numeric" autocomplete="off" required><button class="as-button as-button-main">Open</button></div></form>
</li>`;
  });
  return staffPage({
    title: 'call system',
    place: 'Call system',
    head: '<meta http-equiv="refresh" content="5">\n',
    main: `<div><h1>Waiting in the bank's call system</h1>
<p class="lead">Opens the conversation on the desk of whoever has the staff number.</p></div>
${people.length === 0 ? '<p class="nobody">Nobody waits now. The page looks again every five seconds.</p>' : `<ul class="waiting" role="list">${people.join('\n')}</ul>`}
`,
  });
}
