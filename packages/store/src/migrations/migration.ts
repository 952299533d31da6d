/**
 * One forward step of the schema, as a string so that it survives bundling. Once released its text never changes: every database
 * remembers its checksum.
 */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
