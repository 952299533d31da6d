/** Which published client speaks: they differ in which errors they understand and what they can show. */
export type Dialect = 'web' | 'android' | 'ios';

/** From `sdkPlatform`; whoever says nothing or something else is taken for the web. */
export function dialectOf(platform: string | null | undefined): Dialect {
  const word = platform?.toLowerCase();
  return word === 'android' || word === 'ios' ? word : 'web';
}

/** Android and iOS answer content that they do not know with an automatic text: they get none such. */
export const isNative = (dialect: Dialect): boolean => dialect !== 'web';
