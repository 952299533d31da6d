import { nativeRoutes, type Route } from '@alongside/protocol';
import { onlineHelpRoutes } from '@alongside/surface-online-help';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { createOpenApi } from './create-openapi.ts';

interface Operation {
  operationId: string;
  responses: Record<string, { description: string }>;
  security: object[];
}
const document = createOpenApi({ version: '0.1.0', surfaces: [onlineHelpRoutes] }) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
};

test('the document is OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test('it holds every declared address and no other', () => {
  const declared = [...Object.values<Route>(nativeRoutes), ...Object.values<Route>(onlineHelpRoutes)];
  const written = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
  );
  expect(written.sort()).toEqual(
    declared.map(({ method, path, operationId }) => `${method} ${path} ${operationId}`).sort(),
  );
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    (match) => match[1]!,
  );
  expect(references.length).toBeGreaterThan(20);
  for (const name of references) expect(document.components.schemas, name).toHaveProperty(name);
});

test('what an address refuses stands under its status with its code', () => {
  const accept = document.paths['/v1/contacts/{contactId}/accept']!.post!;
  expect(accept.responses['409']!.description).toMatch(/`offer_gone`.*`at_capacity`/s);
  expect(accept.security).toEqual([{ agentToken: [] }, { sessionCookie: [] }]);
  for (const operations of Object.values(document.paths)) {
    for (const { security } of Object.values(operations)) {
      for (const scheme of security.flatMap(Object.keys))
        expect(document.components.securitySchemes).toHaveProperty(scheme);
    }
  }
});
