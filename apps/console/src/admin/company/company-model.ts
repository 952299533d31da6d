import type { TenantSettings } from '@alongside/protocol';

/** The settings as the form holds them: lists as lines, what may be absent as empty. */
export interface CompanyValues {
  readonly name: string;
  readonly colour: string;
  readonly logoUrl: string;
  readonly origins: string;
  readonly defaultLocale: string;
  readonly timeZone: string;
  readonly transactionHashSeconds: number;
  readonly offerSeconds: number;
  readonly agentPageOrigins: string;
  readonly customerGoneSeconds: number;
}

const GONE_SECONDS = 180;

export const valuesOf = (settings: TenantSettings): CompanyValues => ({
  ...settings,
  logoUrl: settings.logoUrl ?? '',
  origins: settings.origins.join('\n'),
  agentPageOrigins: (settings.agentPageOrigins ?? []).join('\n'),
  customerGoneSeconds: settings.customerGoneSeconds ?? GONE_SECONDS,
});

const linesOf = (text: string): string[] => [...new Set(text.split(/\s+/).filter(Boolean).map(originOf))];

/** People paste whole addresses; only scheme, host and port are meant. */
function originOf(text: string): string {
  return text.replace(/^(https?:\/\/[^/]+)\/.*$/i, '$1').toLowerCase();
}

/** Back to what the server takes. */
export const settingsOf = (values: CompanyValues) => ({
  ...values,
  name: values.name.trim(),
  logoUrl: values.logoUrl.trim() === '' ? null : values.logoUrl.trim(),
  origins: linesOf(values.origins),
  agentPageOrigins: linesOf(values.agentPageOrigins),
});

/** The first line that is no origin, or null. */
export const wrongOrigin = (text: string): string | null =>
  linesOf(text).find((line) => !/^https?:\/\/[^/]+$/.test(line)) ?? null;
