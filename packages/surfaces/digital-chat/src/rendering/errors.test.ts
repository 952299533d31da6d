import { expect, test } from 'vitest';
import { allEventTypes } from '../parsing/event-types.ts';
import { errorCodeFor } from './errors.ts';

const NINE = [
  'CustomerAuthorizationFailed',
  'ConsumerAuthorizationFailed',
  'CustomerReconnectionFailed',
  'ConsumerReconnectionFailed',
  'TokenRefreshingFailed',
  'RecoveringThreadFailed',
  'RecoveringLivechatFailed',
  'InconsistentData',
  'SendingTranscriptFailed',
];

test('iOS is only ever told the nine codes that it does not take for success', () => {
  for (const type of [...allEventTypes, null]) expect(NINE).toContain(errorCodeFor(type, 'ios'));
});

test.each(['web', 'android'] as const)('%s is told what failed', (dialect) => {
  expect(errorCodeFor('SendMessage', dialect)).toBe('SendingMessageFailed');
  expect(errorCodeFor('LoadThreadMetadata', dialect)).toBe('MetadataLoadFailed');
  expect(errorCodeFor('ArchiveThread', dialect)).toBe('ArchivingThreadFailed');
});
