import { join } from 'node:path';

/** Where things lie inside one data folder. Everything in it is ours; nothing outside it is touched. */
export type DataLayout = {
  readonly root: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** initdb works here; a rename makes it the cluster, so that a killed first start leaves nothing half made. */
  readonly unfinishedCluster: string;
  readonly credentials: string;
  readonly passwordFile: string;
  readonly lock: string;
  readonly log: string;
  /** The word by which an archive knows that it is this folder's. */
  readonly archiveMark: string;
};

export function dataLayout(root: string): DataLayout {
  return {
    root,
    cluster: join(root, 'cluster'),
    unfinishedCluster: join(root, 'cluster.unfinished'),
    credentials: join(root, 'credentials.json'),
    passwordFile: join(root, 'initial-password'),
    lock: join(root, 'owner.lock'),
    log: join(root, 'postgres.log'),
    archiveMark: join(root, 'archive-owner'),
  };
}
