import type { Platform } from '../../kernel/platform.ts';
import { digestOf } from '../../kernel/tokens.ts';

/**
 * A one-time grant for one customer on one device: 256 random bits as 64 hex digits; only its digest is stored [HASH1] [HASH5].
 * Called for a request that the company's own server signed.
 */
export async function mintTransactionHash(
  platform: Platform,
  tenantId: string,
  input: { customerId: string; deviceHash: string },
): Promise<{ transactionHash: string }> {
  const transactionHash = Buffer.from(platform.random.bytes(32)).toString('hex');
  await platform.store.transaction(tenantId, async (tx) => {
    const { transactionHashSeconds } = await tx.directory.settings();
    await tx.directory.saveTransactionHash(digestOf(transactionHash), input, transactionHashSeconds);
  });
  return { transactionHash };
}
