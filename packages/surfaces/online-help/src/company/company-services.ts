import type { CompanyServices } from '@alongside/domain';
import { ask, type CompanyPorts, idOf, messageOf, objectOf } from './exchange.ts';

/** Words by which checkauthtoken says that a token is not good; older pages have others. Its own failures are none. */
const FAILED = new Set(['InternalError']);

/** The published calls that a company's own backend offers, as their client. */
export function companyServices(ports: CompanyPorts): CompanyServices {
  return {
    async createInteraction(backend, { customerId, identityNumber, attachedData, idempotencyKey }) {
      const answer = objectOf(
        await ask(ports, backend, {
          method: 'POST',
          path: '/CreateInteraction',
          // The published form of "none" is 0.
          body: { identityNumber: identityNumber ?? '0', customerId, attachedData },
          headers: { 'idempotency-key': idempotencyKey },
        }),
      );
      if (answer === null || typeof answer.success !== 'boolean') return { kind: 'no_answer' };
      if (!answer.success) return { kind: 'refused', message: messageOf(answer.errorMessage) };
      const interactionId = idOf((answer.result as { interactionId?: unknown } | null | undefined)?.interactionId);
      return interactionId === null ? { kind: 'no_answer' } : { kind: 'created', interactionId };
    },
    async deleteInteraction(backend, interactionId) {
      const path = `/${encodeURIComponent(interactionId)}`;
      // An id that climbs out of the backend's own address is none.
      if (/^\/\.{1,2}$/.test(path)) return true;
      const answer = await ask(ports, backend, { method: 'DELETE', path });
      return answer !== null && ((answer.status >= 200 && answer.status < 300) || [404, 410].includes(answer.status));
    },
    async checkAuthToken(backend, { deviceId, dlgToken, customerNo, deviceHash }) {
      const answer = await ask(ports, backend, {
        method: 'POST',
        path: '/checkauthtoken',
        body: { deviceId, dlgToken, customerNo, deviceHash },
      });
      if (answer === null || answer.status >= 500) return 'no_answer';
      const word = answer.text.trim().replace(/^"(.*)"$/, '$1');
      if (answer.status === 200 && word === 'Validated') return 'valid';
      return FAILED.has(word) ? 'no_answer' : 'invalid';
    },
    async checkToken(backend, { sessionId, token, userNo }) {
      const answer = await ask(ports, backend, {
        method: 'GET',
        path: '/CheckToken',
        query: { sessionId, token, userNo },
      });
      if (answer === null || answer.status >= 500) return 'no_answer';
      // Only the very word: anything else is no yes.
      return objectOf(answer)?.success === true ? 'valid' : 'invalid';
    },
    async createDocument(backend, document) {
      const answer = objectOf(
        await ask(ports, backend, {
          method: 'POST',
          path: '/CreateDocument',
          body: {
            userId: document.userId,
            fileName: document.fileName,
            fileType: document.mediaType,
            fileDescription: document.description,
            base64FileContent: Buffer.from(document.bytes).toString('base64'),
            dmsFolderName: document.folder,
            documentFields: document.fields,
          },
        }),
      );
      if (answer === null || typeof answer.success !== 'boolean') return { kind: 'no_answer' };
      if (!answer.success) return { kind: 'refused', message: messageOf(answer.errorMessage) };
      const documentId = idOf(answer.documentId);
      return documentId === null ? { kind: 'no_answer' } : { kind: 'created', documentId };
    },
  };
}
