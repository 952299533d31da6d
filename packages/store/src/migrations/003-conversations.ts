import type { Migration } from './migration.ts';

export const conversations: Migration = {
  version: 3,
  name: 'conversations',
  sql: `
-- The log's head, its marks and its fence. No index holds a column that changes with each entry: such updates stay in the page.
CREATE TABLE conversations (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  customer_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  locale text,
  last_seq integer NOT NULL DEFAULT 0,
  open boolean NOT NULL DEFAULT true,
  owner_id uuid,
  customer_read_up_to integer NOT NULL DEFAULT 0,
  customer_delivered_up_to integer NOT NULL DEFAULT 0,
  agent_read_up_to integer NOT NULL DEFAULT 0,
  agent_delivered_up_to integer NOT NULL DEFAULT 0,
  -- Customer's messages beyond agent_read_up_to, kept as entries arrive.
  unread integer NOT NULL DEFAULT 0 CHECK (unread >= 0),
  last_message_at timestamptz(3),
  last_message_from text,
  last_message_preview text,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
  CONSTRAINT marks_within_log CHECK (
    greatest(customer_read_up_to, customer_delivered_up_to, agent_read_up_to, agent_delivered_up_to) <= last_seq)
) WITH (fillfactor = 60);
SELECT protect('conversations');

-- The log. Without a foreign key to its conversation: the row lock that gives the seq has already proven that it exists,
-- and a check per row would cost a tenth of the hot path.
CREATE TABLE entries (
  tenant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  author_kind text NOT NULL CHECK (author_kind IN ('customer', 'agent', 'system')),
  -- The nil uuid stands for the system, so that the unique index below has no null in it.
  author_id uuid NOT NULL,
  author_name text NOT NULL,
  client_id text,
  visibility text NOT NULL CHECK (visibility IN ('all', 'agents')),
  body jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- The conversation once more, for the index below alone: a search for a client id that named conversation_id might be planned, while
  -- the table is young, over the primary key, and then reads the whole conversation for each entry.
  repeat_key uuid NOT NULL GENERATED ALWAYS AS (conversation_id) STORED,
  PRIMARY KEY (conversation_id, seq)
);
-- Exactly once [LOG3]: for as long as the entry lives.
CREATE UNIQUE INDEX entries_by_client_id ON entries (repeat_key, author_id, client_id) WHERE client_id IS NOT NULL;
SELECT protect('entries');

CREATE TABLE files (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes >= 0),
  width integer,
  height integer,
  key text NOT NULL,
  sha256 text NOT NULL,
  uploaded_by text NOT NULL CHECK (uploaded_by IN ('customer', 'agent')),
  uploader_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id)
);
CREATE INDEX files_by_conversation ON files (conversation_id);
SELECT protect('files');
`,
};
