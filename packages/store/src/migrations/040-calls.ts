import type { Migration } from './migration.ts';

/** Calls with their parties and recordings: one row a call, closed once. */
export const calls: Migration = {
  version: 40,
  name: 'calls',
  sql: `
CREATE TABLE calls (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  call_code text NOT NULL,
  conversation_id uuid,
  contact_id uuid,
  customer_id uuid,
  kind text NOT NULL CHECK (kind IN ('voice', 'video', 'phone')),
  direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  state text NOT NULL CHECK (state IN ('requested', 'ringing', 'connecting', 'in_progress', 'held', 'ended')),
  version integer NOT NULL DEFAULT 1,
  -- The contact is this call: one ends with the other.
  owns_contact boolean NOT NULL,
  customer_number text,
  company_number text,
  temp_id text,
  agent_id uuid,
  last_agent_id uuid,
  queue_id uuid,
  trunk_id uuid,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ringing_at timestamptz(3),
  answered_at timestamptz(3),
  ended_at timestamptz(3),
  held_since timestamptz(3),
  hold_seconds double precision NOT NULL DEFAULT 0,
  ended_by text CHECK (ended_by IN ('customer', 'agent', 'system')),
  end_reason text,
  -- What last kept it from an agent; the reason if nobody ever answers.
  missed_reason text CHECK (missed_reason IN ('missed_customer', 'missed_agent_device', 'missed_agent_reject', 'missed_agent_timeout')),
  sip_status integer,
  use_type text NOT NULL CHECK (use_type IN ('unknown', 'standard', 'video_help', 'online_help')),
  recording text NOT NULL DEFAULT 'off' CHECK (recording IN ('off', 'asked', 'on', 'paused')),
  consent text CHECK (consent IN ('given', 'announced', 'refused')),
  -- The process whose media engine carries it, and until when that process is believed to live.
  host_id uuid,
  host_until timestamptz(3),
  -- When its state last changed: what rings or connects for too long is ended from here.
  state_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CHECK ((state = 'ended') = (end_reason IS NOT NULL AND ended_by IS NOT NULL)),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, call_code),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX calls_by_temp_id ON calls (tenant_id, temp_id) WHERE temp_id IS NOT NULL;
CREATE UNIQUE INDEX one_open_call ON calls (tenant_id, conversation_id) WHERE state <> 'ended' AND conversation_id IS NOT NULL;
CREATE INDEX calls_open_of_contact ON calls (tenant_id, contact_id) WHERE state <> 'ended';
CREATE INDEX calls_open ON calls (tenant_id, state_at) WHERE state <> 'ended';
CREATE INDEX calls_by_time ON calls (tenant_id, requested_at, id);
CREATE INDEX calls_of_agent ON calls (tenant_id, last_agent_id, requested_at, id) WHERE last_agent_id IS NOT NULL;
CREATE INDEX calls_of_number ON calls (tenant_id, customer_number, requested_at, id) WHERE customer_number IS NOT NULL;
CREATE INDEX calls_of_conversation ON calls (tenant_id, conversation_id, requested_at, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX calls_of_customer ON calls (tenant_id, customer_id, requested_at, id) WHERE customer_id IS NOT NULL;
SELECT protect('calls');

CREATE TABLE call_parties (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  call_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('customer', 'agent', 'third_party', 'monitor', 'whisper', 'barge')),
  device text NOT NULL CHECK (device IN ('browser', 'telephone', 'device')),
  state text NOT NULL CHECK (state IN ('ringing', 'joining', 'present', 'interrupted', 'left')),
  name text NOT NULL,
  agent_id uuid,
  number text,
  muted boolean NOT NULL DEFAULT false,
  camera boolean NOT NULL DEFAULT false,
  screen boolean NOT NULL DEFAULT false,
  held boolean NOT NULL DEFAULT false,
  consult boolean NOT NULL DEFAULT false,
  asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  joined_at timestamptz(3),
  left_at timestamptz(3),
  end_cause text,
  loss real,
  jitter_milliseconds real,
  mos real,
  CHECK ((state = 'left') = (left_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, call_id) REFERENCES calls (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70);
CREATE INDEX call_parties_of_call ON call_parties (tenant_id, call_id, asked_at, id);
CREATE INDEX call_parties_here ON call_parties (tenant_id, agent_id) WHERE state <> 'left' AND agent_id IS NOT NULL;
SELECT protect('call_parties');

CREATE TABLE call_recordings (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  call_id uuid NOT NULL,
  leg_id uuid,
  content_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes >= 0),
  milliseconds integer NOT NULL CHECK (milliseconds >= 0),
  consent text NOT NULL CHECK (consent IN ('given', 'announced')),
  key text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (tenant_id, call_id) REFERENCES calls (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX call_recordings_of_call ON call_recordings (tenant_id, call_id, created_at, id);
CREATE INDEX call_recordings_by_time ON call_recordings (tenant_id, created_at);
SELECT protect('call_recordings');
`,
};
