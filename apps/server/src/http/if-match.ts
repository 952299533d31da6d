import { Refused } from '@alongside/domain';

/**
 * The version that `If-Match` names [SET1]: `"17"`, as /v1/setting-versions tells it. undefined: none is named, or any is good (`*`).
 *
 * @throws Refused `invalid_request` for anything else, as it would otherwise be taken for no condition at all
 */
export function versionIn(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const [, version] = /^\s*"(\d{1,15})"\s*$/.exec(header) ?? [];
  if (version === undefined)
    throw new Refused('invalid_request', {
      field: '/headers/if-match',
      rule: '"<version>" or *',
      message: 'If-Match names one version in quotes, as "17".',
    });
  return Number(version);
}
