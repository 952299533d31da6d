import type { Demo } from './system.ts';

type Queue = Record<string, unknown> & { readonly id: string; readonly name: string };

/** Changes a queue, or makes one after its likeness, as an administrator's script does. Answers its id. */
export async function setQueue(
  demo: Demo,
  name: string,
  change: Readonly<Record<string, unknown>>,
  like = name,
): Promise<string> {
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
  const { queues } = await call<{ queues: Queue[] }>('GET', '/v1/queue-settings', null, token);
  const model = queues.find((queue) => queue.name === like);
  if (!model) throw new Error(`There is no queue ${like}.`);
  const { id, ...settings } = model;
  const fresh = name !== like;
  const own = fresh ? crypto.randomUUID() : id;
  const body = { ...settings, ...(fresh && { name, isDefault: false }), ...change };
  await call('PUT', `/v1/queue-settings/${own}`, body, token);
  return own;
}
