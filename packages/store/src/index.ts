export { inspectServer, type ServerReport } from './connection/inspect-server.ts';
export { readRestoredFacts, type RestoredFacts } from './files/restored-facts.ts';
export { type MigrateOptions, migrate } from './migrations/migrate.ts';
export { createStore, type StoreOptions } from './store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
