type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type SchemaObject = { [key: string]: Json };

/** Collects schemas that carry a title under `components.schemas`, and refers to them from everywhere else. */
export class SchemaBook {
  readonly schemas: Record<string, SchemaObject> = {};

  /** The schema as OpenAPI 3.1 writes it. */
  refer(schema: object): SchemaObject {
    return this.#write(JSON.parse(JSON.stringify(schema)) as SchemaObject) as SchemaObject;
  }

  #write(schema: Json): Json {
    if (Array.isArray(schema)) return schema.map((item) => this.#write(item));
    if (typeof schema !== 'object' || schema === null) return schema;
    const { title } = schema;
    if (typeof title !== 'string') return this.#inner(schema);
    const written = this.#inner(schema);
    const known = this.schemas[title];
    if (known && JSON.stringify(known) !== JSON.stringify(written)) throw new Error(`Two schemas are titled ${title}.`);
    this.schemas[title] = written;
    return { $ref: `#/components/schemas/${title}` };
  }

  #inner(schema: SchemaObject): SchemaObject {
    const result: SchemaObject = {};
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') result.properties = mapValues(value as SchemaObject, (inner) => this.#write(inner));
      else if (key === 'items') result.items = this.#write(value);
      else if (key === 'anyOf') result[schema.discriminator === undefined ? 'anyOf' : 'oneOf'] = this.#write(value);
      // Its branches have no names, and OpenAPI allows the keyword only for branches that have.
      else if (key !== 'discriminator') result[key] = value;
    }
    return result;
  }
}

const mapValues = (object: SchemaObject, map: (value: Json) => Json): SchemaObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
