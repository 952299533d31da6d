import { rounds } from './008-rounds.ts';
import { webhooks } from './013-webhooks.ts';
import { attendance } from './021-attendance.ts';
import type { Migration } from './migration.ts';

/** A function as an earlier step made it, with some of its words changed. Steps never change, so neither does what is made of them here. */
function remade(sql: string, name: string, changes: readonly (readonly [from: string, to: string])[]): string {
  const from = sql.search(new RegExp(`CREATE (OR REPLACE )?FUNCTION ${name}\\b`));
  const text = sql.slice(from, sql.indexOf('END $$;', from) + 'END $$;'.length);
  return changes.reduce(
    (all, [before, after]) => {
      if (!all.includes(before)) throw new Error(`Step 22: ${name} holds no "${before}".`);
      return all.replaceAll(before, after);
    },
    text.replace(/^CREATE FUNCTION/, 'CREATE OR REPLACE FUNCTION'),
  );
}

// A message is also what is more than text; and a client id is the same in capitals: apps write their UUIDs either way.
const messageKinds = [`IN ('text', 'file')`, `IN ('text', 'file', 'rich')`] as const;
const journalAppend = remade(attendance.sql, 'journal_append', [
  messageKinds,
  ['e.client_id = i.client_id', 'lower(e.client_id) = lower(i.client_id)'],
]);
const noteEntries = remade(webhooks.sql, 'note_entries', [
  messageKinds,
  ['v.contact_id, t.type', `coalesce((f.body->>'contactId')::uuid, v.contact_id) AS contact_id, t.type`],
]);

// The contact of a session is the latest of its conversation: a thread has several in turn.
const latestOf = (session: string) => `LATERAL (SELECT k.contact_id FROM conversations k
      WHERE k.tenant_id = p_tenant AND k.id = ${session}.conversation_id LIMIT 1)`;
const customersByToken = remade(rounds.sql, 'customers_by_token', [
  ['s.conversation_id, s.contact_id, u.name', 's.conversation_id, v.contact_id, u.name'],
  ['LIMIT 1) s,', `LIMIT 1) s,\n    ${latestOf('s')} v,`],
]);
const redeemTickets = remade(rounds.sql, 'redeem_tickets', [
  ['s.conversation_id, s.contact_id, NULL::text', 's.conversation_id, v.contact_id, NULL::text'],
  [
    `x.expires_at > clock_timestamp() LIMIT 1) s,
    LATERAL (SELECT p.name FROM customers p`,
    `x.expires_at > clock_timestamp() LIMIT 1) s,
    ${latestOf('s')} v,
    LATERAL (SELECT p.name FROM customers p`,
  ],
]);

/** Channels of apps, and their threads: conversations that have several contacts in turn. */
export const threads: Migration = {
  version: 22,
  name: 'threads',
  sql: `
CREATE TABLE channels (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  -- chat_<uuid>: apps are built with it.
  id text NOT NULL,
  name text NOT NULL,
  -- ChannelSettings of the wire, whole.
  settings jsonb NOT NULL,
  -- The company's secret at its OpenID provider; sealed with a key from outside the database.
  sealed_openid_secret text,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX channels_by_name ON channels (tenant_id, lower(name));
SELECT protect('channels');

-- Whole numbers for wires that have no room for our ids. One sequence each over the whole installation.
ALTER TABLE agents ADD COLUMN number integer GENERATED ALWAYS AS IDENTITY;
ALTER TABLE contacts ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX agents_by_number ON agents (tenant_id, number);
CREATE UNIQUE INDEX contacts_by_number ON contacts (tenant_id, number);

ALTER TABLE conversations
  ADD COLUMN channel_id text,
  -- The app's id of the thread, in small letters; and as the app wrote it first.
  ADD COLUMN thread_key text,
  ADD COLUMN thread_key_as_sent text,
  ADD COLUMN thread_name text,
  -- Made where a customer has one thread for ever.
  ADD COLUMN only_thread boolean NOT NULL DEFAULT false,
  ADD COLUMN archived_at timestamptz(3),
  ADD FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id),
  ADD CONSTRAINT thread_is_whole CHECK (num_nulls(channel_id, thread_key, thread_key_as_sent, thread_name) IN (0, 4)
    AND (channel_id IS NOT NULL OR NOT only_thread AND archived_at IS NULL)),
  ADD CONSTRAINT archived_is_closed CHECK (archived_at IS NULL OR NOT open);
CREATE UNIQUE INDEX threads_by_key ON conversations (tenant_id, channel_id, customer_id, thread_key) WHERE channel_id IS NOT NULL;
CREATE UNIQUE INDEX one_only_thread ON conversations (tenant_id, channel_id, customer_id) WHERE only_thread AND archived_at IS NULL;

ALTER TABLE contacts
  ADD COLUMN channel_id text,
  -- Of a live chat: its end is the thread's.
  ADD COLUMN live boolean NOT NULL DEFAULT false,
  -- Left while nobody was there.
  ADD COLUMN offline boolean NOT NULL DEFAULT false,
  -- {"<ident>": {"value", "updatedAt"}}
  ADD COLUMN fields jsonb NOT NULL DEFAULT '{}',
  ADD FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id),
  ADD CONSTRAINT live_on_channel CHECK (channel_id IS NOT NULL OR NOT live AND NOT offline),
  DROP CONSTRAINT contacts_conversation_id_key;
CREATE INDEX contacts_of_conversation ON contacts (conversation_id);
CREATE UNIQUE INDEX one_open_contact_of_conversation ON contacts (conversation_id) WHERE state <> 'ended';
-- One open contact per customer [CON8], for help outside of channels; one live chat per customer and channel.
DROP INDEX one_open_contact;
CREATE UNIQUE INDEX one_open_contact ON contacts (tenant_id, customer_id) WHERE state <> 'ended' AND channel_id IS NULL;
CREATE UNIQUE INDEX one_open_live_chat ON contacts (tenant_id, channel_id, customer_id) WHERE state <> 'ended' AND live;

-- What an app has uploaded belongs to its channel until a message takes it into a conversation.
ALTER TABLE files
  ALTER COLUMN conversation_id DROP NOT NULL,
  ADD COLUMN channel_id text,
  ADD FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id),
  ADD CONSTRAINT file_has_place CHECK (conversation_id IS NOT NULL OR channel_id IS NOT NULL);
CREATE INDEX files_not_taken ON files (tenant_id, channel_id, created_at) WHERE conversation_id IS NULL;

-- Exactly once [LOG3], in capitals or not.
CREATE UNIQUE INDEX entries_by_lower_client_id ON entries (repeat_key, author_id, lower(client_id)) WHERE client_id IS NOT NULL;
DROP INDEX entries_by_client_id;

CREATE OR REPLACE FUNCTION message_preview(body jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE body->>'kind'
    WHEN 'text' THEN left(body->>'text', 140)
    WHEN 'rich' THEN left(body->>'fallbackText', 140)
    WHEN 'file' THEN left(coalesce(body->>'caption', body->'file'->>'name'), 140) END
$$;

${journalAppend}

${noteEntries}

${customersByToken}

${redeemTickets}

-- A conversation that goes on for ever is not over because nobody is there.
CREATE OR REPLACE FUNCTION touch_customers(p_tenants uuid[], p_contacts uuid[], p_seconds double precision)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_seconds double precision;
BEGIN
  FOR v_tenant IN SELECT DISTINCT t.id FROM unnest(p_tenants) AS t (id) ORDER BY t.id LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    SELECT p_seconds + coalesce((settings->>'customerGoneSeconds')::double precision, 180) INTO v_seconds FROM tenants WHERE id = v_tenant;
    INSERT INTO customer_signs AS s (tenant_id, contact_id, seen_until)
      SELECT v_tenant, c.id, clock_timestamp() + make_interval(secs => v_seconds) FROM contacts c
      WHERE c.tenant_id = v_tenant AND c.state <> 'ended' AND (c.channel_id IS NULL OR c.live) AND c.id IN (
        SELECT a.contact FROM unnest(p_tenants, p_contacts) AS a (tenant, contact) WHERE a.tenant = v_tenant)
      ORDER BY c.id
      ON CONFLICT (tenant_id, contact_id) DO UPDATE SET seen_until = excluded.seen_until;
  END LOOP;
END $$;
`,
};
