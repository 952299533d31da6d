import { expect, test } from 'vitest';
import { viewFor } from './view.ts';

const note = {
  seq: 7,
  at: '2026-11-01T10:00:00.000Z',
  from: { kind: 'agent' as const, id: '5b0f5b3e-5a53-4a5e-9f0c-2f6f1f0f9d11', name: 'Ada' },
  clientId: 'c1',
  body: { kind: 'note' as const, text: 'likely fraud' },
  visibility: 'agents' as const,
};

test('[LOG5] a customer gets nothing of a note but its place', () => {
  const seen = viewFor('customer', note);
  expect(seen).toEqual({
    seq: 7,
    at: note.at,
    from: { kind: 'system', id: null, name: '' },
    clientId: null,
    body: { kind: 'withheld' },
  });
  expect(JSON.stringify(seen)).not.toMatch(/fraud|Ada|c1/);
});

test('an agent gets all of it, without the mark of who may read', () => {
  expect(viewFor('agent', note)).toEqual({ seq: 7, at: note.at, from: note.from, clientId: 'c1', body: note.body });
});
