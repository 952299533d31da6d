import { type Dialect, isNative } from './dialect.ts';
import { isAtLeast } from './sdk-version.ts';

/** What a client can decode of rich content: everything, what every native client can, or that and time pickers. */
export type Decoder = 'web' | 'native' | 'native_with_time_picker';

/** iOS decodes time pickers since this version, Android in none. */
const TIME_PICKER_SINCE = '3.3';

/** A native client that says no version gets what the oldest decodes. */
export function decoderOf(dialect: Dialect, sdkVersion: string | null | undefined): Decoder {
  if (!isNative(dialect)) return 'web';
  return dialect === 'ios' && isAtLeast(sdkVersion, TIME_PICKER_SINCE) ? 'native_with_time_picker' : 'native';
}
