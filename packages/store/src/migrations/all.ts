import { tenants } from './001-tenants.ts';
import { people } from './002-people.ts';
import { conversations } from './003-conversations.ts';
import { contacts } from './004-contacts.ts';
import { grants } from './005-grants.ts';
import { journal } from './006-journal.ts';
import { sweeps } from './007-sweeps.ts';
import { rounds } from './008-rounds.ts';
import { journalFast } from './009-journal-fast.ts';
import { company } from './010-company.ts';
import { goneCustomers } from './011-gone-customers.ts';
import { audit } from './012-audit.ts';
import { webhooks } from './013-webhooks.ts';
import { keyRotation } from './014-key-rotation.ts';
import { routing } from './015-routing.ts';
import { decisions } from './016-decisions.ts';
import { settingVersions } from './017-setting-versions.ts';
import { supervision } from './020-supervision.ts';
import { attendance } from './021-attendance.ts';
import { threads } from './022-threads.ts';
import { channelPeople } from './023-channel-people.ts';
import { visitors } from './024-visitors.ts';
import { visitorOrder } from './025-visitor-order.ts';
import { uploads } from './028-uploads.ts';
import { channelSessions } from './029-channel-sessions.ts';
import { cobrowse } from './034-cobrowse.ts';
import { queueAverages } from './037-queue-averages.ts';
import { push } from './038-push.ts';
import { calls } from './040-calls.ts';
import { telephones } from './041-telephones.ts';
import { callSweeps } from './042-call-sweeps.ts';
import { phoneLink } from './045-phone-link.ts';
import { webhookStyle } from './046-webhook-style.ts';
import { phonePush } from './047-phone-push.ts';
import { callEvents } from './048-call-events.ts';
import { cobrowseSides } from './050-cobrowse-sides.ts';
import { cobrowseRecordings } from './051-cobrowse-recordings.ts';
import { cobrowseContact } from './052-cobrowse-contact.ts';
import { participants } from './055-participants.ts';
import { fileRoom } from './056-file-room.ts';
import { reception } from './057-reception.ts';
import { deskPhones } from './058-desk-phones.ts';
import { callsByEnd } from './060-calls-by-end.ts';
import { phoneLinkPause } from './061-phone-link-pause.ts';
import { strayOnlookers } from './062-stray-onlookers.ts';
import { signInLock } from './063-sign-in-lock.ts';
import { telephoneCustomers } from './064-telephone-customers.ts';
import { claimsOfEach } from './065-claims-of-each.ts';
import { pageLeft } from './066-page-left.ts';
import { expiredBlobs } from './067-expired-blobs.ts';
import { entriesStatistics } from './068-entries-statistics.ts';
import type { Migration } from './migration.ts';

/** Every migration of this binary, in order. A new one is added at the end; none is ever changed or removed. */
export const migrations: readonly Migration[] = [
  tenants,
  people,
  conversations,
  contacts,
  grants,
  journal,
  sweeps,
  rounds,
  journalFast,
  company,
  goneCustomers,
  audit,
  webhooks,
  keyRotation,
  routing,
  decisions,
  settingVersions,
  supervision,
  attendance,
  threads,
  channelPeople,
  visitors,
  visitorOrder,
  uploads,
  channelSessions,
  cobrowse,
  queueAverages,
  push,
  calls,
  telephones,
  callSweeps,
  phoneLink,
  webhookStyle,
  phonePush,
  callEvents,
  cobrowseSides,
  cobrowseRecordings,
  cobrowseContact,
  participants,
  fileRoom,
  reception,
  deskPhones,
  callsByEnd,
  phoneLinkPause,
  strayOnlookers,
  signInLock,
  telephoneCustomers,
  claimsOfEach,
  pageLeft,
  expiredBlobs,
  entriesStatistics,
];
