import type { Demo } from './system.ts';

/** Lets a queue ask customers how it went, as an administrator's script does. */
export async function askSurveys(demo: Demo, queueName: string): Promise<void> {
  const call = async <T>(method: string, path: string, body: object | null, token: string | null): Promise<T> => {
    const response = await fetch(demo.url + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { email, password } = demo.admin;
  const who = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
  const { token } = await call<{ token: string }>('POST', '/v1/agent/sign-in', who, null);
  type Queue = Record<string, unknown> & { readonly id: string; readonly name: string };
  const { queues } = await call<{ queues: Queue[] }>('GET', '/v1/queue-settings', null, token);
  const queue = queues.find(({ name }) => name === queueName);
  if (!queue) throw new Error(`There is no queue ${queueName}.`);
  const { id, ...settings } = queue;
  await call('PUT', `/v1/queue-settings/${id}`, { ...settings, survey: true }, token);
}
