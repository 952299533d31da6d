/** Of a session, under the name `s`. */
export const columns = `s.id, s.state, s.agent_id AS "agentId", s.conversation_id AS "conversationId", s.end_reason AS "endReason"`;
/** Whether `s` is a session that goes on. */
export const lives = `s.state <> 'ended' AND s.expires_at > clock_timestamp()`;
