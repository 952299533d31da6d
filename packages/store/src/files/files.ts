import type { Files } from '@alongside/domain';
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
  conversation_id: string;
  key: string;
  sha256: string;
}

export function createFiles(scope: TransactionScope): Files {
  return {
    async save(file) {
      await scope.query(
        `INSERT INTO files (id, tenant_id, conversation_id, name, media_type, bytes, width, height, key, sha256, uploaded_by, uploader_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          file.id,
          scope.tenantId,
          file.conversationId,
          file.name,
          file.mediaType,
          file.bytes,
          file.width ?? null,
          file.height ?? null,
          file.key,
          file.sha256,
          file.uploadedBy,
          file.uploaderId,
        ],
      );
    },

    async get(fileId) {
      const row = await scope.one<FileRow>(
        `SELECT id, name, media_type, bytes, width, height, conversation_id, key, sha256 FROM files 
         WHERE tenant_id = $1 AND id = $2 AND conversation_id IS NOT NULL`,
        [scope.tenantId, fileId],
      );
      return row === null
        ? null
        : { ...toFile(row), conversationId: row.conversation_id, key: row.key, sha256: row.sha256 };
    },

    async saveOnChannel(file) {
      await scope.query(
        `INSERT INTO files (id, tenant_id, channel_id, name, media_type, bytes, width, height, key, sha256, uploaded_by, uploader_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'customer', $11)`,
        [
          file.id,
          scope.tenantId,
          file.channelId,
          file.name,
          file.mediaType,
          file.bytes,
          file.width ?? null,
          file.height ?? null,
          file.key,
          file.sha256,
          file.uploaderId,
        ],
      );
    },

    async takeIntoThread(fileIds, channelId, conversationId) {
      const ids = fileIds.filter(isUuid);
      const rows = await scope.query<FileRow>(
        `UPDATE files SET conversation_id = $4 WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
           AND (conversation_id = $4 OR conversation_id IS NULL AND channel_id = $3)
         RETURNING id, name, media_type, bytes, width, height, conversation_id, key, sha256`,
        [scope.tenantId, ids, channelId, conversationId],
      );
      return ids.flatMap((id) => rows.filter((row) => row.id === id.toLowerCase()).map(toFile));
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
