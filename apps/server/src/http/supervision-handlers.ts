import {
  answerSurvey,
  attendContact,
  forceAgentState,
  listSurveys,
  readBoard,
  readReport,
  readReportCsv,
  reassignContact,
  takeOverContact,
} from '@alongside/domain';
import type { supervisionRoutes } from '@alongside/protocol';
import { type Handlers, JsonText } from './call.ts';

export const supervisionHandlers: Handlers<typeof supervisionRoutes> = {
  getBoard: async ({ platform, actor }) => new JsonText(await readBoard(platform, actor.tenantId)),
  takeOverContact: ({ platform, actor, params, body }) => takeOverContact(platform, actor, { ...params, ...body }),
  reassignContact: ({ platform, actor, params, body }) => reassignContact(platform, actor, { ...params, ...body }),
  forceAgentState: ({ platform, actor, params, body }) => forceAgentState(platform, actor, { ...params, ...body }),
  monitorContact: ({ platform, actor, params, body }) => attendContact(platform, actor, { ...params, ...body }),
  getReport: ({ platform, actor, query }) => readReport(platform, actor, query),
  async getReportCsv({ platform, actor, query, reply }) {
    const { csv, name } = await readReportCsv(platform, actor, query);
    reply.type('text/csv; charset=utf-8');
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return csv;
  },
  listSurveys: ({ platform, actor, query }) => listSurveys(platform, actor, query),
  answerSurvey: ({ platform, actor, body }) => answerSurvey(platform, actor, body),
};
