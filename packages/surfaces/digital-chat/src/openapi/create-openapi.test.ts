import { expect, test } from 'vitest';
import { fakeChat } from '../testing/fake-client.ts';
import { createChatOpenApi } from './create-openapi.ts';
import { OPERATIONS } from './operations.ts';

test('the document tells of every address that is served and of no other', async () => {
  await using chat = fakeChat();
  const { routes } = chat.chat;
  const document = createChatOpenApi(routes, '1.2.3') as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const told = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(told.sort()).toEqual(routes.map(({ operationId }) => operationId).sort());
  expect(Object.keys(OPERATIONS).sort()).toEqual(told);
});
