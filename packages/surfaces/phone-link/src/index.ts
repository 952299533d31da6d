export type { PhoneLinkRequest, PhoneLinkResponse, PhoneLinkRoute } from './exchange.ts';
export { appleAssociation, assetLinks, storeAddress } from './links/associations.ts';
export { innerLink, type LinkAction, type LinkFault, outerLink, phoneAddress } from './links/inner-link.ts';
export { askPage, faultPage, LINK_STYLE, type LinkPage } from './links/pages.ts';
export { type PhoneLinkPorts, phoneLinkPorts } from './ports.ts';
export { phoneLinkAddresses } from './routes.ts';
