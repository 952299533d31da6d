/** How long something has lasted as a running clock: "0:07", "12:34", "1:02:03", in the digits of the language. */
export function clockText(seconds: number, locale: string): string {
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const padded = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = padded.format(whole % 60);
  return hours > 0 ? `${plain.format(hours)}:${padded.format(minutes)}:${rest}` : `${plain.format(minutes)}:${rest}`;
}
