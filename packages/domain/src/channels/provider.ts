import type { OpenIdSettings } from '@alongside/protocol';

/** An authorization code of an app, to be exchanged at the company's OpenID provider. */
export interface CodeExchange {
  readonly openId: OpenIdSettings;
  /** The client's secret there; null: a public client. */
  readonly secret: string | null;
  readonly code: string;
  /** PKCE; null: the app sent none. */
  readonly verifier: string | null;
  readonly visitorId: string;
}

/** Who somebody is by the word of a provider: never an e-mail address, always issuer and subject. */
export interface ProvenPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly imageUrl: string | null;
  /** True of every real provider. False: it takes this code again, so nothing is remembered of it here. */
  readonly codeIsSpent: boolean;
}

export interface IdentityProvider {
  /** refused: the code, or what came back for it, is not good · unavailable: nobody answered, or nothing that can be understood. */
  exchange(request: CodeExchange): Promise<ProvenPerson | 'refused' | 'unavailable'>;
}
