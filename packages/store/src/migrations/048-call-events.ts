import type { Migration } from './migration.ts';

/** Webhooks hear of calls: noted by the transaction that makes it happen, in the conversation's order, or the call's own where it has none. */
export const callEvents: Migration = {
  version: 48,
  name: 'call-events',
  sql: `
CREATE FUNCTION note_call() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_type text := CASE WHEN TG_OP = 'INSERT' THEN 'call.requested' WHEN NEW.state = 'ended' THEN 'call.ended'
    WHEN NEW.answered_at IS NOT NULL AND OLD.answered_at IS NULL THEN 'call.answered' END;
BEGIN
  IF v_type IS NULL OR NOT coalesce(v_type = ANY (webhook_types()), false) THEN RETURN NULL; END IF;
  PERFORM webhook_note(v_type, coalesce(NEW.conversation_id, NEW.id), NEW.conversation_id, NULL, clock_timestamp(), jsonb_build_object(
    'callId', NEW.id, 'callCode', NEW.call_code, 'tempId', NEW.temp_id, 'kind', NEW.kind, 'direction', NEW.direction,
    'contactId', NEW.contact_id, 'conversationId', NEW.conversation_id,
    'customerNumber', NEW.customer_number, 'companyNumber', NEW.company_number,
    'agent', (SELECT jsonb_build_object('id', a.id, 'name', a.name, 'number', coalesce(a.ipphone, a.staff_number)) FROM agents a
      WHERE a.tenant_id = NEW.tenant_id AND a.id = coalesce(NEW.agent_id, NEW.last_agent_id)),
    'requestedAt', wire_time(NEW.requested_at), 'answeredAt', wire_time(NEW.answered_at), 'endedAt', wire_time(NEW.ended_at),
    'endedBy', NEW.ended_by, 'endReason', NEW.end_reason,
    'missedReason', CASE WHEN NEW.state = 'ended' AND NEW.answered_at IS NULL THEN NEW.missed_reason END));
  RETURN NULL;
END $$;
CREATE TRIGGER note_new_call AFTER INSERT ON calls FOR EACH ROW EXECUTE FUNCTION note_call();
CREATE TRIGGER note_call AFTER UPDATE OF state ON calls FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION note_call();
`,
};
