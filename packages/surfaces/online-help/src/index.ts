export { companyServices } from './company/company-services.ts';
export type { CompanyPorts } from './company/exchange.ts';
export { type OnlineHelpPorts, onlineHelpPorts } from './ports.ts';
export type { SurfaceRequest, SurfaceResponse } from './request.ts';
export { onlineHelpRoutes } from './routes.ts';
export { type OnlineHelpOperation, onlineHelpSurface, type Surface } from './surface.ts';
