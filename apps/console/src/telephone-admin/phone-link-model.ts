import type { PhoneLinkSettings } from '@alongside/protocol';
import type { Faults } from '../admin/kit/form-model.ts';
import { firstWrong, linesOf } from './lines.ts';
import type { TelephoneTexts } from './telephone-texts.ts';

export interface PhoneLinkValues extends Omit<PhoneLinkSettings, 'returnUrl' | 'linkHost' | 'android' | 'apple'> {
  readonly returnUrl: string;
  readonly linkHost: string;
  readonly hasAndroid: boolean;
  readonly packageName: string;
  /** One per line. */
  readonly fingerprints: string;
  readonly hasApple: boolean;
  readonly appId: string;
  readonly storeId: string;
}

export const valuesOf = ({ returnUrl, linkHost, android, apple, ...rest }: PhoneLinkSettings): PhoneLinkValues => ({
  ...rest,
  returnUrl: returnUrl ?? '',
  linkHost: linkHost ?? '',
  hasAndroid: android !== null,
  packageName: android?.packageName ?? '',
  fingerprints: android?.fingerprints.join('\n') ?? '',
  hasApple: apple !== null,
  appId: apple?.appId ?? '',
  storeId: apple?.storeId ?? '',
});

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
/** A slash at the end is what browsers copy. */
const hostOf = (text: string) => orNull(text)?.replace(/\/+$/, '') ?? null;

export function settingsOf(values: PhoneLinkValues): PhoneLinkSettings {
  const { returnUrl, linkHost, hasAndroid, packageName, fingerprints, hasApple, appId, storeId, ...rest } = values;
  return {
    ...rest,
    returnUrl: orNull(returnUrl),
    linkHost: hostOf(linkHost),
    android: hasAndroid
      ? {
          packageName: packageName.trim(),
          fingerprints: linesOf(fingerprints).map((line) => line.toUpperCase()),
        }
      : null,
    apple: hasApple ? { appId: appId.trim(), storeId: storeId.trim() } : null,
  };
}

const RETURN = /^(?!(javascript|data|vbscript|blob|file):)[a-z][a-z0-9+.-]{1,40}:\/\/\S+$/;
const FINGERPRINT = /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/i;

export function faultsOf(values: PhoneLinkValues, texts: TelephoneTexts, required: string): Faults {
  const { sessionHours, returnUrl, linkHost, hasAndroid, packageName, fingerprints, hasApple, appId, storeId } = values;
  const [back, host] = [orNull(returnUrl), hostOf(linkHost)];
  const wrong = firstWrong(fingerprints, (line) => FINGERPRINT.test(line));
  return {
    ...((sessionHours < 1 || sessionHours > 24) && { sessionHours: texts('phone.sessionHours.wrong') }),
    ...(back !== null && !RETURN.test(back) && { returnUrl: texts('phone.returnUrl.wrong') }),
    ...(host !== null && !/^https?:\/\/[^/?#\s]+$/.test(host) && { linkHost: texts('phone.linkHost.wrong') }),
    ...(hasAndroid && {
      ...(!/^[a-z]\w*(\.[a-z]\w*)+$/i.test(packageName.trim()) && {
        packageName: texts('phone.android.packageName.wrong'),
      }),
      ...(linesOf(fingerprints).length === 0 && { fingerprints: required }),
      ...(wrong !== null && { fingerprints: texts('phone.android.fingerprints.wrong', { line: wrong }) }),
    }),
    ...(hasApple && {
      ...(!/^[A-Z0-9]{10}\.[A-Za-z0-9.-]{1,150}$/.test(appId.trim()) && { appId: texts('phone.apple.appId.wrong') }),
      ...(!/^[0-9]{5,15}$/.test(storeId.trim()) && { storeId: texts('phone.apple.storeId.wrong') }),
    }),
  };
}
