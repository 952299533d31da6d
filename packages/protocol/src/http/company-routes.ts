import { Type } from 'typebox';
import { companyBackendSettingsSchema, companyBackendViewSchema, newDocumentSchema } from '../company.ts';
import { contactSchema } from '../contact.ts';
import { Id, OneOf } from '../primitives.ts';
import { signedInSchema } from './agent-routes.ts';
import { route } from './route.ts';

const administration = ['not_authenticated', 'not_allowed'] as const;

/** The company's own services, and the ways in that lead over them. */
export const companyRoutes = {
  getCompanyBackend: route({
    operationId: 'getCompanyBackend',
    method: 'GET',
    path: '/v1/company-backend',
    tag: 'Company',
    summary: "Where the company's own services are, and who holds the queue.",
    access: 'administrator',
    response: { status: 200, body: companyBackendViewSchema },
    errors: administration,
  }),
  saveCompanyBackend: route({
    operationId: 'saveCompanyBackend',
    method: 'PUT',
    path: '/v1/company-backend',
    tag: 'Company',
    summary:
      "Sets the company's own services. The first time the answer holds the secret that signs our requests, never again.",
    access: 'administrator',
    versioned: true,
    body: companyBackendSettingsSchema,
    response: { status: 200, body: companyBackendViewSchema },
    errors: [...administration, 'invalid_request', 'address_not_allowed', 'changed_meanwhile'],
  }),
  removeCompanyBackend: route({
    operationId: 'removeCompanyBackend',
    method: 'DELETE',
    path: '/v1/company-backend',
    tag: 'Company',
    summary: 'Asks nothing of the company any more; who waits there is routed by this server.',
    access: 'administrator',
    response: { status: 204, body: null },
    errors: [...administration, 'not_found'],
  }),
  signInByCompany: route({
    operationId: 'signInByCompany',
    method: 'POST',
    path: '/v1/agent/company-sign-in',
    tag: 'Company',
    summary:
      "Signs in a person whom the company's own agent application vouches for: it is asked whether the token is good.",
    access: 'anyone',
    body: Type.Object({
      tenant: Type.Optional(
        Type.String({ maxLength: 63, description: 'may be left out where there is only one tenant' }),
      ),
      userId: Type.String({ minLength: 1, maxLength: 64, description: "the company's own staff number" }),
      sessionId: Type.String({ minLength: 1, maxLength: 256 }),
      dlgToken: Type.String({ minLength: 1, maxLength: 4096 }),
      transport: Type.Optional(OneOf(['cookie', 'bearer'], 'cookie by default')),
    }),
    response: { status: 200, body: signedInSchema },
    errors: ['wrong_credentials', 'origin_refused', 'company_not_set', 'company_unavailable', 'rate_limited'],
  }),
  openCustomer: route({
    operationId: 'openCustomer',
    method: 'POST',
    path: '/v1/customers/by-number/open',
    tag: 'Company',
    summary:
      "Starts the help of the customer whom the company's call system has put through. Repeating it is harmless.",
    access: 'agent',
    body: Type.Object({
      customerId: Type.String({ minLength: 1, maxLength: 128, description: "the company's own number" }),
    }),
    response: { status: 200, body: contactSchema },
    errors: ['not_authenticated', 'not_found', 'contact_taken', 'contact_ended', 'at_capacity'],
  }),
  saveDocument: route({
    operationId: 'saveDocument',
    method: 'POST',
    path: '/v1/files/{id}/document',
    tag: 'Company',
    summary: "Puts a file of a conversation into the company's own document store.",
    access: 'agent',
    params: Type.Object({ id: Id('the file') }),
    body: newDocumentSchema,
    response: { status: 201, body: Type.Object({ documentId: Type.String() }, { additionalProperties: false }) },
    errors: ['not_authenticated', 'not_found', 'company_not_set', 'company_unavailable', 'company_refused'],
  }),
} as const;
