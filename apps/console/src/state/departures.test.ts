import { expect, test } from 'vitest';
import { contact, event, id, ME, message } from '../testing/things.ts';
import { departureOf } from './departures.ts';

const contactId = contact('Ada').id;
const requeued = (reason: 'agent_lost' | 'transferred' | 'agent_signed_out') =>
  event({ kind: 'contact.requeued', contactId, reason, queueName: 'Help' });
const startedBy = (agent: { id: string; name: string }) =>
  event({ kind: 'contact.started', contactId, agent, waitedSeconds: 1 });

test('the log tells how a contact left', () => {
  expect(departureOf([requeued('agent_lost')], contactId, ME.id)).toEqual({ kind: 'lost' });
  expect(departureOf([requeued('agent_signed_out')], contactId, ME.id)).toEqual({ kind: 'signed_out' });
  expect(departureOf([requeued('transferred')], contactId, ME.id)).toEqual({ kind: 'transferred' });
  const ended = event({ kind: 'contact.ended', contactId, reason: 'ended_by_customer' });
  expect(departureOf([requeued('agent_lost'), ended], contactId, ME.id)).toEqual({ kind: 'closed' });
});

test('who has it now counts more than how it was lost', () => {
  const log = [requeued('agent_lost'), startedBy({ id: id('linh'), name: 'Linh' }), message('Linh', 'hello')];
  expect(departureOf(log, contactId, ME.id)).toEqual({ kind: 'taken', by: 'Linh' });
});

test('a supervisor who took it over is named; who has it by that has lost nothing', () => {
  const saskia = { id: id('saskia'), name: 'Saskia' };
  const handed = event({ kind: 'contact.handed_over', contactId, from: ME, to: saskia, by: saskia });
  expect(departureOf([startedBy(ME), handed], contactId, ME.id)).toEqual({ kind: 'taken', by: 'Saskia' });
  expect(departureOf([startedBy(ME), handed], contactId, saskia.id)).toBeNull();
});

test('nothing is said before the log tells, nor of another contact in the same log', () => {
  expect(departureOf([startedBy(ME)], contactId, ME.id)).toBeNull();
  expect(departureOf([requeued('agent_lost')], id('another'), ME.id)).toBeNull();
  expect(departureOf([], contactId, ME.id)).toBeNull();
});
