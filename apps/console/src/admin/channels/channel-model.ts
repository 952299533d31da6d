import type { ChannelView, FieldDefinition } from '@alongside/protocol';

/** A question while it is edited: its choices are lines, in a tree indented under the one they belong to. */
export interface FieldDraft {
  readonly ident: string;
  readonly label: string;
  readonly type: FieldDefinition['type'];
  readonly required: boolean;
  readonly lines: string;
}

export type ChannelSettingsBody = Omit<ChannelView, 'id' | 'openIdSecretSet'>;

/** What the form of a channel holds. */
export interface ChannelValues {
  readonly name: string;
  readonly mode: ChannelView['mode'];
  readonly identity: ChannelView['identity'];
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Written only: empty leaves the stored one. */
  readonly secret: string;
  readonly forgetSecret: boolean;
  readonly queueId: string | null;
  readonly hoursId: string | null;
  readonly needsAgents: boolean;
  readonly filesEnabled: boolean;
  readonly maxMegabytes: number;
  /** One on each line: the type, then how it is called. */
  readonly types: string;
  readonly asks: boolean;
  readonly formName: string;
  readonly formFields: readonly FieldDraft[];
  readonly contactFields: readonly FieldDraft[];
  readonly customerFields: readonly FieldDraft[];
  readonly transcript: boolean;
  readonly proactive: boolean;
  readonly welcomeText: string;
  /** The oldest version of each published chat SDK that is served; empty: every one. */
  readonly oldestWeb: string;
  readonly oldestAndroid: string;
  readonly oldestIos: string;
}

export const MODES = ['live', 'single', 'multi'] as const satisfies readonly ChannelView['mode'][];
export const IDENTITIES = [
  'anonymous',
  'secured',
  'secured_cookie',
  'secured_oauth',
  'oauth',
] as const satisfies readonly ChannelView['identity'][];

/** Whether customers of such a channel sign in at the company's OpenID provider. */
export const authorizes = (identity: ChannelView['identity']): boolean =>
  identity === 'oauth' || identity === 'secured_oauth';

export const EMPTY_FIELD: FieldDraft = { ident: '', label: '', type: 'text', required: false, lines: '' };

const NEW: ChannelSettingsBody = {
  name: '',
  mode: 'live',
  identity: 'anonymous',
  openId: null,
  queueId: null,
  hoursId: null,
  needsAgents: false,
  files: {
    enabled: true,
    maxMegabytes: 20,
    types: [
      { mimeType: 'image/*', description: 'Pictures' },
      { mimeType: 'application/pdf', description: 'PDF' },
    ],
  },
  preContactForm: null,
  contactFields: [],
  customerFields: [],
  transcript: true,
  proactive: true,
  welcomeText: null,
};

/** The form of a channel; null: of a new one. */
export function valuesOf(channel: ChannelSettingsBody | null): ChannelValues {
  const { openId, files, preContactForm, welcomeText, contactFields, customerFields, oldestSdk, ...rest } =
    channel ?? NEW;
  const { name, mode, identity, queueId, hoursId, needsAgents, transcript, proactive } = rest;
  return {
    ...{ name, mode, identity, queueId, hoursId, needsAgents, transcript, proactive },
    issuer: openId?.issuer ?? '',
    clientId: openId?.clientId ?? '',
    redirectUri: openId?.redirectUri ?? '',
    secret: '',
    forgetSecret: false,
    filesEnabled: files.enabled,
    maxMegabytes: files.maxMegabytes,
    types: files.types.map(({ mimeType, description }) => `${mimeType} ${description}`.trim()).join('\n'),
    asks: preContactForm !== null,
    formName: preContactForm?.name ?? '',
    formFields: preContactForm?.fields.map(draftOf) ?? [EMPTY_FIELD],
    contactFields: contactFields.map(draftOf),
    customerFields: customerFields.map(draftOf),
    welcomeText: welcomeText ?? '',
    oldestWeb: oldestSdk?.web ?? '',
    oldestAndroid: oldestSdk?.android ?? '',
    oldestIos: oldestSdk?.ios ?? '',
  };
}

/** The body that saves a form. */
export function bodyOf(values: ChannelValues, before: ChannelSettingsBody | null): ChannelSettingsBody {
  const { name, mode, identity, queueId, hoursId, needsAgents, transcript, proactive, welcomeText } = values;
  const { issuer, clientId, redirectUri, filesEnabled, maxMegabytes } = values;
  const fields = (drafts: readonly FieldDraft[], old: readonly FieldDefinition[] = []) =>
    drafts.map((draft) => fieldOf(draft, old.find(({ ident }) => ident === draft.ident.trim())?.values));
  return {
    ...{ mode, identity, queueId, hoursId, needsAgents, transcript, proactive },
    name: name.trim(),
    openId: authorizes(identity)
      ? { issuer: issuer.trim(), clientId: clientId.trim(), redirectUri: redirectUri.trim() }
      : null,
    files: { enabled: filesEnabled, maxMegabytes, types: typesOf(values.types) },
    preContactForm: values.asks
      ? { name: values.formName.trim(), fields: fields(values.formFields, before?.preContactForm?.fields) }
      : null,
    contactFields: fields(values.contactFields, before?.contactFields),
    customerFields: fields(values.customerFields, before?.customerFields),
    welcomeText: welcomeText.trim() || null,
    ...oldestOf(values),
  };
}

function oldestOf({ oldestWeb, oldestAndroid, oldestIos }: ChannelValues): Pick<ChannelSettingsBody, 'oldestSdk'> {
  const [web, android, ios] = [oldestWeb.trim(), oldestAndroid.trim(), oldestIos.trim()];
  if (!web && !android && !ios) return {};
  return { oldestSdk: { ...(web && { web }), ...(android && { android }), ...(ios && { ios }) } };
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

function typesOf(text: string) {
  return linesOf(text).map((line) => {
    const [mimeType = '', ...words] = line.trim().split(/\s+/);
    return { mimeType: mimeType.toLowerCase(), description: words.join(' ').slice(0, 80) };
  });
}

type Nodes = FieldDefinition['values'];

function draftOf({ ident, label, type, required, values }: FieldDefinition): FieldDraft {
  const below = (parent: string | null, indent: string): string[] =>
    values
      .filter((node) => node.parent === parent)
      .flatMap((node) => [indent + node.value, ...below(node.name, `${indent}  `)]);
  return { ident, label, type, required, lines: below(null, '').join('\n') };
}

/** A node that reads and hangs as before keeps its name: apps and reports know it by that. */
function fieldOf({ ident, label, type, required, lines }: FieldDraft, old: Nodes = []): FieldDefinition {
  const nodes: { name: string; value: string; parent: string | null }[] = [];
  const above: { readonly indent: number; readonly name: string }[] = [];
  for (const line of type === 'list' || type === 'tree' ? linesOf(lines) : []) {
    const value = line.trim().slice(0, 200);
    const indent = line.length - line.trimStart().length;
    while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
    const parent = type === 'tree' ? (above.at(-1)?.name ?? null) : null;
    const known = old.find((node) => node.value === value && node.parent === parent)?.name ?? value;
    let name = known;
    for (let copy = 2; nodes.some((node) => node.name === name); copy += 1) name = `${known} ${copy}`;
    nodes.push({ name, value, parent });
    above.push({ indent, name });
  }
  return { ident: ident.trim(), label: label.trim(), type, required, values: nodes };
}

const isAddress = (text: string, schemes: RegExp) => URL.canParse(text.trim()) && schemes.test(text.trim());
const IDENT = /^[A-Za-z0-9_.-]{1,64}$/;

/** What is wrong, by the field; the words are those of the page. */
export function faultsOf(
  values: ChannelValues,
  say: (what: 'required' | 'address' | 'ident' | 'twice' | 'choices' | 'type' | 'megabytes' | 'version') => string,
): Record<string, string> {
  const faults: Record<string, string> = {};
  if (values.name.trim() === '') faults.name = say('required');
  if (authorizes(values.identity)) {
    if (!isAddress(values.issuer, /^https?:/i)) faults.issuer = say('address');
    if (values.clientId.trim() === '') faults.clientId = say('required');
    if (!isAddress(values.redirectUri, /^[a-z]/i)) faults.redirectUri = say('address');
  }
  if (!(values.maxMegabytes >= 1 && values.maxMegabytes <= 100)) faults.maxMegabytes = say('megabytes');
  if (typesOf(values.types).some(({ mimeType }) => !/^[a-z0-9.+-]+\/([a-z0-9.+-]+|\*)$/.test(mimeType)))
    faults.types = say('type');
  for (const at of ['oldestWeb', 'oldestAndroid', 'oldestIos'] as const)
    if (!/^(\d{1,6}(\.\d{1,6}){0,3})?$/.test(values[at].trim())) faults[at] = say('version');
  if (values.asks && values.formName.trim() === '') faults.formName = say('required');
  if (values.asks && values.formFields.length === 0) faults.formFields = say('required');
  const lists = {
    formFields: values.asks ? values.formFields : [],
    contactFields: values.contactFields,
    customerFields: values.customerFields,
  };
  for (const [list, fields] of Object.entries(lists))
    for (const [index, { ident, label, type, lines }] of fields.entries()) {
      const place = `${list}/${index}`;
      if (label.trim() === '') faults[`${place}/label`] = say('required');
      if (!IDENT.test(ident.trim())) faults[`${place}/ident`] = say('ident');
      else if (fields.some((other, at) => at < index && other.ident.trim() === ident.trim()))
        faults[`${place}/ident`] = say('twice');
      if ((type === 'list' || type === 'tree') && linesOf(lines).length === 0)
        faults[`${place}/lines`] = say('choices');
    }
  return faults;
}
