import { type Customer, DEMO_CUSTOMERS } from './customers.ts';

/** What the bank's backend runs on; everything comes from the environment. */
export interface Config {
  /** Where the Alongside server is, as the browser and this process reach it. */
  readonly alongsideUrl: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly tenant: string;
  /** Signs call tokens for the advisers' phone; null: the bank has no phone. */
  readonly voiceToken?: string | null;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly customers: readonly Customer[];
}

/** @throws Error with one sentence for the person who starts it */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const needed = (name: string) => {
    const value = environment[name];
    if (!value) throw new Error(`The demo bank needs ${name} in its environment; \`npm run up\` sets it.`);
    return value;
  };
  const url = needed('ALONGSIDE_URL');
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new Error(`ALONGSIDE_URL is no address: "${url}".`);
  const port = Number(environment.PORT ?? '8081');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is no port: "${environment.PORT}".`);
  return {
    alongsideUrl: url.replace(/\/+$/, ''),
    accessKeyId: needed('ACCESS_KEY_ID'),
    accessKeySecret: needed('ACCESS_KEY_SECRET'),
    tenant: needed('TENANT'),
    voiceToken: environment.VOICE_TOKEN || null,
    host: environment.HOST ?? '127.0.0.1',
    port,
    customers: readCustomers(environment.DEMO_CUSTOMERS),
  };
}

/** `DEMO_CUSTOMERS`: a JSON array of {customerId, name}, in place of the bank's own cast. */
function readCustomers(text: string | undefined): readonly Customer[] {
  if (!text) return DEMO_CUSTOMERS;
  const given = JSON.parse(text) as readonly { customerId: string; name: string }[];
  const cast = given.map((one, index) => {
    const model = DEMO_CUSTOMERS[index % DEMO_CUSTOMERS.length];
    return model ? { ...model, customerId: one.customerId, name: one.name } : null;
  });
  return cast.filter((one) => one !== null);
}
