import { channelSessions } from './029-channel-sessions.ts';
import type { Migration } from './migration.ts';

// The sweep of step 29, which now looks at invitations too.
const expire = channelSessions.sql
  .slice(channelSessions.sql.indexOf('CREATE FUNCTION expire_channel_rows'))
  .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
  .replace(`('identity_tokens', '0 s')`, `('identity_tokens', '0 s'), ('contact_invitations', '0 s')`);
if (!expire.includes('contact_invitations')) throw new Error('Step 55: the sweep of step 29 is not as it was.');

/** Several customers in one contact, and the invitations that bring them there. */
export const participants: Migration = {
  version: 55,
  name: 'participants',
  sql: `
CREATE TABLE contact_participants (
  tenant_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_id text NOT NULL,
  -- What stands before it in the log is not for them; 0: whose thread it is.
  from_seq integer NOT NULL,
  joined_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  left_at timestamptz(3),
  PRIMARY KEY (tenant_id, contact_id, customer_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id)
);
CREATE INDEX contact_participants_of_customer ON contact_participants (tenant_id, customer_id, channel_id) WHERE left_at IS NULL;
CREATE INDEX contact_participants_of_channel ON contact_participants (tenant_id, channel_id);
SELECT protect('contact_participants');

CREATE TABLE contact_invitations (
  tenant_id uuid NOT NULL,
  -- Of the code, which is shown once.
  digest bytea NOT NULL,
  contact_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_id text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, digest),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id)
);
CREATE INDEX contact_invitations_of_contact ON contact_invitations (tenant_id, contact_id);
CREATE INDEX contact_invitations_of_channel ON contact_invitations (tenant_id, channel_id);
CREATE INDEX contact_invitations_by_end ON contact_invitations (tenant_id, expires_at);
SELECT protect('contact_invitations');

${expire}`,
};
