import { Validator } from '@seriousme/openapi-schema-validator';
import { createChatOpenApi, createDigitalChat, type DigitalChatPorts } from '@alongside/surface-digital-chat';
import { expect, test } from 'vitest';

test("the chat surface's document is OpenAPI 3.1", async () => {
  const chat = createDigitalChat({ subscribe: () => () => {} } as unknown as DigitalChatPorts);
  const document = createChatOpenApi(chat.routes, '1.2.3');
  await chat.stop(0);
  const { valid, errors } = await new Validator().validate(structuredClone(document) as Record<string, unknown>);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});
