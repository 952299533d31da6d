import type { Files, ScanState, StoredFile } from '@alongside/domain';
import type { File } from '@alongside/protocol';
import { isUuid } from '../connection/uuid.ts';
import type { TransactionScope } from '../transaction-scope.ts';

interface FileRow {
  id: string;
  name: string;
  media_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  conversation_id: string | null;
  key: string;
  sha256: string;
  scan: ScanState;
}

const columns = 'id, name, media_type, bytes, width, height, conversation_id, key, sha256, scan';

const insert = `INSERT INTO files (id, tenant_id, conversation_id, channel_id, name, media_type, bytes, width, height, key, sha256, uploaded_by, uploader_id, scan)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

type Place = { conversationId: string | null; channelId: string | null; uploadedBy: 'customer' | 'agent' };

export function createFiles(scope: TransactionScope): Files {
  const { tenantId } = scope;
  const insertFile = (
    file: File & { key: string; sha256: string; uploaderId: string; scan?: ScanState },
    { conversationId, channelId, uploadedBy }: Place,
  ) =>
    scope.query(insert, [
      file.id,
      tenantId,
      conversationId,
      channelId,
      file.name,
      file.mediaType,
      file.bytes,
      file.width ?? null,
      file.height ?? null,
      file.key,
      file.sha256,
      uploadedBy,
      file.uploaderId,
      file.scan ?? 'clean',
    ]);
  const sum = async (text: string, values: string[]): Promise<number> =>
    Number((await scope.one<{ total: string | number | null }>(text, values))?.total ?? 0);
  const find = async (fileId: string): Promise<StoredFile | null> => {
    const row = await scope.one<FileRow>(`SELECT ${columns} FROM files WHERE tenant_id = $1 AND id = $2`, [
      tenantId,
      fileId,
    ]);
    return row === null ? null : toStored(row);
  };
  return {
    async save(file) {
      const { conversationId, uploadedBy } = file;
      await insertFile(file, { conversationId, channelId: null, uploadedBy });
    },
    async get(fileId) {
      const file = await find(fileId);
      return file === null || file.conversationId === null ? null : { ...file, conversationId: file.conversationId };
    },
    anywhere: find,
    async settleScan(fileId, scan) {
      const row = await scope.one(
        `UPDATE files SET scan = $3 WHERE tenant_id = $1 AND id = $2 AND scan = 'quarantined' RETURNING id`,
        [tenantId, fileId, scan],
      );
      return row !== null;
    },
    async saveOnChannel(file) {
      await insertFile(file, { conversationId: null, channelId: file.channelId, uploadedBy: 'customer' });
    },
    async takeIntoThread(fileIds, channelId, conversationId) {
      const ids = fileIds.filter(isUuid);
      const rows = await scope.query<FileRow>(
        `UPDATE files SET conversation_id = $4 WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
           AND (conversation_id = $4 OR conversation_id IS NULL AND channel_id = $3 AND scan <> 'infected')
         RETURNING ${columns}`,
        [tenantId, ids, channelId, conversationId],
      );
      return ids.flatMap((id) => rows.filter((row) => row.id === id.toLowerCase()).map(toFile));
    },
    usedBytes: () => sum('SELECT bytes AS total FROM file_usage WHERE tenant_id = $1', [tenantId]),
    bytesIn: (conversationId) =>
      sum('SELECT sum(bytes) AS total FROM files WHERE tenant_id = $1 AND conversation_id = $2', [
        tenantId,
        conversationId,
      ]),
    untakenBytes: (channelId, uploaderId) =>
      sum(
        `SELECT sum(bytes) AS total FROM files WHERE tenant_id = $1 AND channel_id = $2 AND uploader_id = $3 AND conversation_id IS NULL`,
        [tenantId, channelId, uploaderId],
      ),
    async noteBlob(key) {
      await scope.query('INSERT INTO noted_blobs (tenant_id, key) VALUES ($1, $2)', [tenantId, key]);
    },
    async strikeBlob(key) {
      const row = await scope.one('DELETE FROM noted_blobs WHERE tenant_id = $1 AND key = $2 RETURNING key', [
        tenantId,
        key,
      ]);
      return row !== null;
    },
    async keepLargeEvent(id, seconds) {
      await scope.query(
        'INSERT INTO large_events (id, tenant_id, expires_at) VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))',
        [id, tenantId, seconds],
      );
    },
    async hasLargeEvent(id) {
      const row = await scope.one(
        'SELECT id FROM large_events WHERE tenant_id = $1 AND id = $2 AND expires_at > clock_timestamp()',
        [tenantId, id],
      );
      return row !== null;
    },
  };
}

function toFile(row: FileRow): File {
  return {
    id: row.id,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    ...(row.width === null ? {} : { width: row.width }),
    ...(row.height === null ? {} : { height: row.height }),
  };
}

const toStored = (row: FileRow): StoredFile => ({
  ...toFile(row),
  conversationId: row.conversation_id,
  key: row.key,
  sha256: row.sha256,
  scan: row.scan,
});
