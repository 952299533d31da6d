import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { withClient } from '../env/postgres.ts';
import { freePort, start, untilReady } from '../env/processes.ts';
import { xmppPassword, xmppUsers } from '../load/xmpp-lines.ts';
import { ownedFolder } from './folder.ts';
import { ensurePeer, type PeerPackage } from './packages.ts';
import { countRows, type StartPeer } from './peer.ts';

const ejabberd: PeerPackage = {
  packages: ['ejabberd', 'erlang-p1-pgsql'],
  program: '/usr/sbin/ejabberdctl',
  service: 'ejabberd',
  account: 'ejabberd',
};

/** Archive on, for everybody, always, in SQL; nothing that is not needed to carry a message. */
const configuration = (port: number, databasePort: number) => `
hosts: [localhost]
loglevel: error
listen:
  - {port: ${port}, ip: "127.0.0.1", module: ejabberd_c2s, backlog: 1024, max_stanza_size: 262144, access: all, starttls: false}
auth_method: [sql]
auth_password_format: plain
sql_type: pgsql
sql_server: "127.0.0.1"
sql_port: ${databasePort}
sql_database: ejabberd
sql_username: ejabberd
sql_password: ""
sql_pool_size: 10
default_db: sql
acl: {local: {user_regexp: ""}}
modules:
  mod_disco: {}
  mod_roster: {}
  mod_ping: {}
  mod_carboncopy: {}
  mod_mam: {assume_mam_usage: true, default: always, user_mucsub_from_muc_archive: false}
`;

export const startEjabberd: StartPeer = async (postgres, conversations) => {
  const presence = ensurePeer(ejabberd);
  if (!presence.there) return { missing: presence.reason };
  const database = await postgres.createTrustedDatabase('ejabberd');
  await withClient(database.url, async (client) => {
    await client.query(readFileSync('/usr/share/ejabberd/sql/pg.sql', 'utf8'));
    await client.query('INSERT INTO users (username, password) SELECT u, $2 FROM unnest($1::text[]) AS t (u)', [
      xmppUsers(conversations),
      xmppPassword,
    ]);
  });
  const folder = ownedFolder('ejabberd', presence);
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: folder.path,
    ERL_LIBS: '/usr/lib/x86_64-linux-gnu',
    ERL_INETRC: '/etc/ejabberd/inetrc',
    EJABBERD_CONFIG_PATH: folder.write('ejabberd.yml', configuration(port, postgres.port)),
    EJABBERD_LOG_PATH: `${folder.makeFolder('log')}/ejabberd.log`,
    EJABBERD_PID_PATH: `${folder.path}/ejabberd.pid`,
  };
  // As its own control script starts it, but without a node name: so there is no port mapper and nothing listens but the one door.
  const words = ['+K', 'true', '+P', '250000', '-noinput', '-mnesia', 'dir', `"${folder.makeFolder('spool')}"`];
  const program = start('/usr/bin/erl', [...words, '-s', 'ejabberd'], {
    env,
    uid: presence.uid,
    gid: presence.gid,
    cwd: folder.path,
  });
  const end = async () => {
    await program.stop();
    folder.remove();
  };
  await untilReady('ejabberd', program, () => answers(port)).catch(async (error) => {
    await end();
    throw error;
  });
  return {
    name: 'ejabberd',
    version: presence.version,
    pid: program.pid,
    port,
    databaseUrl: database.adminUrl,
    archived: (client) => countRows(client, 'archive'),
    emptyArchive: async (client) => void (await client.query('TRUNCATE archive')),
    stop: end,
  };
};

/** True when somebody listens there. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ host: '127.0.0.1', port });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
