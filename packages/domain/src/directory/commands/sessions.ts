import { LIMITS, type SignedIn } from '@alongside/protocol';
import { type AuditedBy, audit } from '../../audit/audit.ts';
import type { Actor, AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { mintToken, parseToken } from '../../kernel/tokens.ts';
import type { AgentSession, CustomerSession } from '../ports.ts';

/** A working day; a console that is open longer signs in again. */
const SESSION_SECONDS = 12 * 3600;
const FAILURES_ALLOWED = 10;
const FAILURE_WINDOW_SECONDS = 15 * 60;
/** In a row, however long they take: whoever is patient gets no further (NIST SP 800-63B). */
const MOST_TRIES = 100;

/**
 * Signs a person of the company in. Unknown tenant, unknown address, disabled, locked and wrong password give the same answer after the same
 * work. Ten failures in 15 minutes for one address pause it; a hundred in a row lock its account until it is given a new password.
 */
export async function signIn(
  platform: Platform,
  input: { tenant?: string; email: string; password: string; ip?: string },
): Promise<SignedIn & { token: string }> {
  const tenant =
    input.tenant === undefined
      ? await platform.store.tenants.only()
      : await platform.store.tenants.byDomain(input.tenant);
  const email = input.email.trim().toLowerCase();
  if (!tenant) {
    await platform.passwords.verify(null, input.password);
    // Without a word for the company nobody can be found where there are several: that must be said, and tells of no account.
    throw new Refused('wrong_credentials', input.tenant === undefined ? { field: '/tenant' } : {});
  }
  const from = input.ip === undefined ? {} : { ip: input.ip };
  const nobody: AuditedBy = { kind: 'unknown', id: null, name: '', ...from };
  const { failures, known } = await platform.store.transaction(tenant.id, async (tx) => {
    const count = await tx.directory.noteFailedSignIn(email, FAILURE_WINDOW_SECONDS);
    // Said once: what follows until the pause is over says nothing new, and must not fill the log.
    if (count === FAILURES_ALLOWED + 1) audit(tx, nobody, { action: 'sign_in.paused' });
    // Counted before the password is looked at: of many tries at once, a hundred are looked at.
    return { failures: count, known: count > FAILURES_ALLOWED ? null : await tx.directory.countSignIn(email) };
  });
  if (failures > FAILURES_ALLOWED)
    throw new Refused('rate_limited', {
      message: 'Too many failed sign-ins for this address.',
      retryAfterSeconds: FAILURE_WINDOW_SECONDS,
    });
  const right = await platform.passwords.verify(known?.passwordHash ?? null, input.password);
  if (!known || known.disabled || known.tries > MOST_TRIES || !right) {
    // Without what was typed: people type passwords into the wrong field.
    const target = known ? { target: { kind: 'agent', id: known.id } } : {};
    await platform.store.transaction(tenant.id, async (tx) => {
      audit(tx, nobody, { action: 'sign_in.failed', ...target });
      if (known?.tries === MOST_TRIES) audit(tx, nobody, { action: 'sign_in.locked', ...target });
    });
    throw new Refused('wrong_credentials');
  }
  const { token, digest } = mintToken('agent-session', tenant.id, platform.random);
  return platform.store.transaction(tenant.id, async (tx) => {
    await tx.directory.clearFailedSignIns(email);
    const { expiresAt } = await tx.directory.createAgentSession({
      id: platform.random.uuid(),
      digest,
      agentId: known.id,
      seconds: SESSION_SECONDS,
    });
    const agent = await tx.directory.agent(known.id);
    if (!agent) throw new Refused('wrong_credentials');
    const { id, name } = agent;
    audit(
      tx,
      { kind: 'agent', id, name, ...from },
      { action: 'sign_in.succeeded', target: { kind: 'agent', id, name } },
    );
    return { agent, expiresAt, token };
  });
}

/** Ends the session; its sockets close too [WS5]. */
export async function signOut(platform: Platform, actor: AgentActor): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    await tx.directory.endAgentSession(actor.sessionId);
    audit(tx, actor, { action: 'sign_out', target: { kind: 'agent', id: actor.agentId, name: actor.name } });
    tx.tell({ kind: 'session-ended', tenantId: actor.tenantId, sessionId: actor.sessionId });
  });
}

/** Who holds this token; null: nobody. For an agent it is a sign of life too [CON6]. */
export async function authenticate(platform: Platform, token: string): Promise<Actor | null> {
  const parsed = parseToken(token);
  if (parsed?.kind !== 'customer-session' && parsed?.kind !== 'agent-session') return null;
  const { tenantId, digest, kind } = parsed;
  const { sessions } = platform.store;
  if (kind === 'customer-session') {
    const session = await sessions.customer(tenantId, digest);
    return session && customerActor(tenantId, session);
  }
  const session = await sessions.agent(tenantId, digest, LIMITS.agentGraceSeconds);
  return session && agentActor(tenantId, session);
}

/** A one-time ticket for the hello frame [WS2]. */
export async function createSocketTicket(
  platform: Platform,
  actor: Actor,
): Promise<{ ticket: string; expiresInSeconds: number }> {
  const { token, digest } = mintToken('socket-ticket', actor.tenantId, platform.random);
  await platform.store.sessions.createTicket(actor.tenantId, digest, actor, LIMITS.ticketSeconds);
  return { ticket: token, expiresInSeconds: LIMITS.ticketSeconds };
}

/** Consumes a ticket; null: unknown, used, expired, or its session has ended. */
export async function redeemSocketTicket(platform: Platform, ticket: string): Promise<Actor | null> {
  const parsed = parseToken(ticket);
  if (parsed?.kind !== 'socket-ticket') return null;
  const { tenantId, digest } = parsed;
  const session = await platform.store.sessions.redeemTicket(tenantId, digest);
  if (session === null) return null;
  return session.kind === 'customer' ? customerActor(tenantId, session) : agentActor(tenantId, session);
}

const customerActor = (tenantId: string, s: CustomerSession): Actor => ({
  kind: 'customer',
  tenantId,
  sessionId: s.id,
  customerId: s.customerId,
  conversationId: s.conversationId,
  contactId: s.contactId,
  name: s.name,
});

const agentActor = (tenantId: string, s: AgentSession): Actor => ({
  kind: 'agent',
  tenantId,
  sessionId: s.id,
  agentId: s.agentId,
  role: s.role,
  name: s.name,
});
