/** What the domain asks of the world around it. Everything that is not the same at each run comes in through here. */

export interface Clock {
  now(): Date;
}

export interface Random {
  /** Bytes from the operating system's generator. */
  bytes(count: number): Uint8Array;
  /** UUID version 7: in the order of creation, also within a millisecond; at least 62 random bits. */
  uuid(): string;
}

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Keeps a secret that the server must compute with. The key comes from outside the database. */
export interface Sealer {
  seal(plain: string): string;
  /** Throws if the sealed text was changed or sealed with another key. */
  open(sealed: string): string;
}

/** Signs what addresses of ours say, with a key from outside the database. */
export interface Signer {
  sign(text: string): string;
  /** In a time that tells nothing of the right one. */
  verify(text: string, signature: string): boolean;
}

/** argon2id. `verify` of a null hash does the work of a real one and answers false, so that unknown names take as long. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** Large things by key. Keys are made by the domain and hold no user input. */
export interface Blobs {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** null: nothing under this key. */
  get(key: string): Promise<Uint8Array | null>;
  delete(key: string): Promise<void>;
}

/** Looks into a file's bytes; the sender's word for its type counts for nothing. */
export interface FileInspector {
  /** null: of no known type. Width and height in pixels for pictures. */
  inspect(bytes: Uint8Array): Promise<{ mediaType: string; width?: number; height?: number } | null>;
  /** A picture without what its maker's device wrote into it (place, time, device); anything else as it is. */
  withoutMetadata(mediaType: string, bytes: Uint8Array): Uint8Array;
}
