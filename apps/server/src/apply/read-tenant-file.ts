import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { type TenantFile, tenantFileSchema } from './tenant-file.ts';

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv, ['uuid', 'date-time', 'date', 'email']);
const fits = ajv.compile<TenantFile>(JSON.parse(JSON.stringify(tenantFileSchema)) as object);

/** What is wrong with a file: one sentence per fault, each with its line. */
export class TenantFileFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'TenantFileFaults';
    this.faults = faults;
  }
}

/** Reads YAML 1.2 (so JSON too). @throws TenantFileFaults with every fault, not only the first */
export function readTenantFile(text: string): TenantFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: true });
  if (document.errors.length > 0)
    throw new TenantFileFaults(
      document.errors.map((error) => `line ${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`),
    );
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (!fits(value)) throw new TenantFileFaults(faultsOf(fits.errors ?? [], document, lines));
  assertNamedOnce(value);
  return value;
}

function faultsOf(errors: readonly ErrorObject[], document: Document, lines: LineCounter): string[] {
  // Of "this or null" only what is wrong with "this" helps.
  const telling = errors.filter(
    (error) =>
      error.keyword !== 'anyOf' &&
      !(
        error.params.type === 'null' &&
        errors.some((other) => other.params.type !== 'null' && other.instancePath.startsWith(error.instancePath))
      ),
  );
  return telling.map((error) => {
    const path = error.instancePath.split('/').slice(1).map(unescaped);
    return `line ${lineOf(path, document, lines)}: ${path.join(' › ') || 'the file'} ${wordsOf(error)}`;
  });
}

const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

function wordsOf({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `has no field "${String(params.additionalProperty)}"`;
  if (keyword === 'required') return `needs the field "${String(params.missingProperty)}"`;
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as string[]).join(', ')}`;
  if (keyword === 'const') return `must be ${String(params.allowedValue)}`;
  return message ?? 'does not fit';
}

/** Where the thing stands, or the nearest thing around it. */
function lineOf(path: readonly string[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const node = document.getIn(keys, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function assertNamedOnce(file: TenantFile): void {
  const lists: [string, readonly string[]][] = [
    ['skills', (file.skills ?? []).map(({ name }) => name)],
    ['businessHours', (file.businessHours ?? []).map(({ name }) => name)],
    ['webhooks', (file.webhooks ?? []).map(({ url }) => url)],
    ['queues', (file.queues ?? []).map(({ name }) => name)],
    ['people', (file.people ?? []).map(({ email }) => email)],
    ['channels', (file.channels ?? []).map(({ name }) => name)],
    ['channels', (file.channels ?? []).flatMap(({ id }) => id ?? [])],
    ['cannedReplies', (file.cannedReplies ?? []).map(({ shortcut }) => shortcut)],
  ];
  const faults = lists.flatMap(([list, names]) => {
    const seen = new Set<string>();
    return names
      .filter((name) => seen.size === seen.add(name.toLowerCase()).size)
      .map((name) => `${list}: "${name}" stands there twice`);
  });
  const defaults = (file.queues ?? []).filter((queue) => queue.default);
  if (defaults.length > 1) faults.push(`queues: only one may be the default, not ${defaults.length}`);
  if (faults.length > 0) throw new TenantFileFaults(faults);
}
