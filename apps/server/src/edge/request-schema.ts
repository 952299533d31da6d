import { Refused } from '@alongside/domain';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type SchemaObject = { [key: string]: Json };

/** Checks a value in place: strips what the schema does not know [VER2], and throws a Refused that names field and rule [ERR1]. */
export type Check = (value: unknown) => void;

const options = {
  allErrors: false,
  strict: false,
  discriminator: true,
  removeAdditional: true,
  verbose: true,
} as const;
const bodies = withFormats(new Ajv(options));
/** Only what comes as text by its nature is turned into numbers and booleans. */
const texts = withFormats(new Ajv({ ...options, coerceTypes: true }));

export const compileBody = once((schema) => checkBy(() => bodies.compile(forRequests(schema))));
export const compileText = once((schema) => checkBy(() => texts.compile(forRequests(schema))));

/** A schema has one check, however many routes and front doors it stands in. */
function once(compile: (schema: object) => Check): (schema: object) => Check {
  const known = new WeakMap<object, Check>();
  return (schema) => {
    const check = known.get(schema) ?? compile(schema);
    known.set(schema, check);
    return check;
  };
}

/**
 * The same schema as it reads a request: what it does not list is stripped; unions that name their discriminator are read by it, so that the
 * refusal is about the one meant. In a union without one nothing is stripped: a branch that fails must not take from the next.
 */
export function forRequests(schema: object): SchemaObject {
  return rewrite(JSON.parse(JSON.stringify(schema)) as Json, true) as SchemaObject;
}

function rewrite(schema: Json, strip: boolean): Json {
  if (Array.isArray(schema)) return schema.map((item) => rewrite(item, strip));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { anyOf, properties, ...rest } = schema;
  const result: SchemaObject = { ...rest };
  if (rest.items !== undefined) result.items = rewrite(rest.items, strip);
  if (typeof properties === 'object' && properties !== null && !Array.isArray(properties)) {
    result.properties = Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, rewrite(inner, strip)]),
    );
    result.additionalProperties = !strip;
  }
  if (Array.isArray(anyOf)) {
    const named = rest.discriminator !== undefined;
    result[named ? 'oneOf' : 'anyOf'] = anyOf.map((branch) => rewrite(branch, strip && named));
    if (named) result.type = 'object';
  }
  return result;
}

/** Compiled for the first value that comes: a server has hundreds of schemas, and is to be back at once after a kill. */
function checkBy(compile: () => ValidateFunction): Check {
  let validate: ValidateFunction | null = null;
  return (value) => {
    validate ??= compile();
    if (!validate(value)) throw refusalOf(validate.errors ?? []);
  };
}

/** Of a union's errors the deepest says most. */
function refusalOf(errors: readonly ErrorObject[]): Refused {
  const worst = [...errors].sort((a, b) => depth(b) - depth(a))[0];
  if (!worst) return new Refused('invalid_request');
  const field = pointerOf(worst);
  const rule = ruleOf(worst);
  return new Refused('invalid_request', {
    message: `${field === '' ? 'The value' : field} ${worst.message ?? 'does not fit'}.`,
    field,
    rule,
  });
}

const depth = (error: ErrorObject): number => error.instancePath.split('/').length;

function pointerOf({ instancePath, params, keyword }: ErrorObject): string {
  if (keyword === 'required') return `${instancePath}/${String(params.missingProperty)}`;
  if (keyword === 'discriminator') return `${instancePath}/${String(params.tag)}`;
  return instancePath;
}

function ruleOf({ keyword, schema }: ErrorObject): string {
  if (keyword === 'required') return 'required';
  if (keyword === 'discriminator') return 'one of the known kinds';
  if (keyword === 'enum') return `one of ${(schema as unknown[]).join(', ')}`;
  return typeof schema === 'string' || typeof schema === 'number' ? `${keyword} ${schema}` : keyword;
}

function withFormats(ajv: Ajv): Ajv {
  addFormats(ajv, ['uuid', 'date-time', 'date', 'email']);
  return ajv;
}
