import { audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { parseToken } from '../../kernel/tokens.ts';
import type { Authorized, ChannelVisitor, IssuedToken } from '../identity.ts';
import { issueToken, issueTokens, SESSION_SECONDS, visitorKey } from '../issue-tokens.ts';
import type { Channel, ChannelPerson } from '../ports.ts';
import type { ChannelSession } from '../session-ports.ts';
import { channelOf } from './enter-anonymously.ts';

/** A client that did not hear our answer comes with the old access token once more. A refresh token has no such time: it is worth more. */
const GRACE_SECONDS = { access: 60, refresh: 0 };

interface Renewed {
  readonly channel: Channel;
  readonly session: ChannelSession;
  readonly person: ChannelPerson;
}

/** New tokens for a refresh token, which is used up. One that was used before ends the session with everything that came of it. */
export async function refreshThirdParty(
  platform: Platform,
  visitor: ChannelVisitor,
  token: string,
): Promise<Authorized> {
  const renewed = await renew(platform, visitor, 'refresh', token, (tx, { channel, session, person }) =>
    issueTokens(platform, tx, channel, person, { visitorId: visitor.visitorId, sessionId: session.id }),
  );
  if (!renewed) throw new Refused('authorization_refused');
  return renewed;
}

/** The next access token for this one, over the socket; null: it is not this device's, or its session is over. */
export function refreshAccessToken(
  platform: Platform,
  visitor: ChannelVisitor,
  token: string,
): Promise<IssuedToken | null> {
  return renew(platform, visitor, 'access', token, (tx, { channel, session }) =>
    issueToken(platform, tx, channel.tenantId, 'access', session.id),
  );
}

async function renew<T>(
  platform: Platform,
  visitor: ChannelVisitor,
  kind: 'access' | 'refresh',
  token: string,
  issue: (tx: Transaction, renewed: Renewed) => Promise<T>,
): Promise<T | null> {
  const channel = await channelOf(platform, visitor);
  const parsed = parseToken(token);
  if (parsed?.kind !== `channel-${kind}` || parsed.tenantId !== channel.tenantId) return null;
  return platform.store.transaction(channel.tenantId, async (tx) => {
    const used = await tx.channelSessions.useToken(
      { kind, digest: parsed.digest, channelId: channel.id, visitorId: visitorKey(visitor.visitorId) },
      GRACE_SECONDS[kind],
    );
    if (!used) return null;
    const { session } = used;
    if (used.reused) {
      await endFamily(tx, channel, session);
      return null;
    }
    const person = await tx.channels.person(channel.id, session.customerId);
    if (!person || session.identity !== channel.identity) return null;
    await tx.channelSessions.prolong(session.id, SESSION_SECONDS.authorized);
    return issue(tx, { channel, session, person });
  });
}

async function endFamily(tx: Transaction, channel: Channel, session: ChannelSession): Promise<void> {
  await tx.channelSessions.end(session.id);
  audit(
    tx,
    { kind: 'unknown', id: null, name: '' },
    {
      action: 'channel_session.refresh_reused',
      target: { kind: 'channel', id: channel.id, name: channel.name },
      after: { sessionId: session.id, customerId: session.customerId, visitorId: session.visitorId },
    },
  );
  tx.tell({ kind: 'session-ended', tenantId: channel.tenantId, sessionId: session.id });
}
