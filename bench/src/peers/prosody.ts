import type pg from 'pg';
import { freePort, start, untilReady } from '../env/processes.ts';
import { xmppPassword, xmppUsers } from '../load/xmpp-lines.ts';
import { answers } from './ejabberd.ts';
import { ownedFolder } from './folder.ts';
import { ensurePeer, type PeerPackage } from './packages.ts';
import { countRows, type StartPeer } from './peer.ts';

const prosody: PeerPackage = {
  packages: ['prosody', 'lua-dbi-postgresql'],
  program: '/usr/bin/prosody',
  service: 'prosody',
  account: 'prosody',
};

/** The same as for ejabberd: plain sockets on loopback, an archive in SQL for everybody, always. */
const configuration = (folder: string, port: number, databasePort: number) => `
pidfile = "${folder}/prosody.pid"; data_path = "${folder}"; network_backend = "epoll"; tcp_backlog = 1024
interfaces = { "127.0.0.1" }; local_interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }; s2s_ports = {}; c2s_direct_tls_ports = {}; http_ports = {}; https_ports = {}; component_ports = {}
modules_disabled = { "s2s", "tls", "s2s_auth_certs", "s2s_bidi" }
modules_enabled = { "roster", "saslauth", "disco", "ping", "mam", "carbons" }
c2s_require_encryption = false; allow_unencrypted_plain_auth = true; authentication = "internal_plain"
storage = { archive = "sql" }; default_archive_policy = true
sql = { driver = "PostgreSQL"; database = "prosody"; host = "127.0.0.1"; port = ${databasePort}; username = "prosody"; password = "" }
log = { warn = "${folder}/log" }
VirtualHost "localhost"
`;

export const startProsody: StartPeer = async (postgres, conversations) => {
  const presence = ensurePeer(prosody);
  if (!presence.there) return { missing: presence.reason };
  const database = await postgres.createTrustedDatabase('prosody');
  const folder = ownedFolder('prosody', presence);
  folder.makeFolder('localhost');
  folder.makeFolder('localhost/accounts');
  for (const user of xmppUsers(conversations))
    folder.write(`localhost/accounts/${user}.dat`, `return { ["password"] = "${xmppPassword}"; };\n`);
  const port = await freePort();
  const file = folder.write('prosody.cfg.lua', configuration(folder.path, port, postgres.port));
  const program = start('/usr/bin/prosody', ['--config', file, '-F'], {
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: folder.path },
    uid: presence.uid,
    gid: presence.gid,
    cwd: folder.path,
  });
  const end = async () => {
    await program.stop();
    folder.remove();
  };
  await untilReady('prosody', program, () => answers(port)).catch(async (error) => {
    await end();
    throw error;
  });
  return {
    name: 'prosody',
    version: presence.version,
    pid: program.pid,
    port,
    databaseUrl: database.adminUrl,
    archived: async (client) => ((await hasArchive(client)) ? countRows(client, 'prosodyarchive') : 0),
    async emptyArchive(client) {
      if (await hasArchive(client)) await client.query('TRUNCATE prosodyarchive');
    },
    stop: end,
  };
};

/** Made with the first message. */
async function hasArchive(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('prosodyarchive') IS NOT NULL AS there`);
  return rows[0]?.there ?? false;
}
