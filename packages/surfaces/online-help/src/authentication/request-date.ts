const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Names of zones in hours from GMT: those of RFC 822, and those of common server clocks that mean one thing only. */
const ZONES: Readonly<Record<string, number>> = {
  GMT: 0,
  UTC: 0,
  UT: 0,
  Z: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  TRT: 3,
};

const SHAPE = /^([A-Z][a-z]{2}), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2})(?: (\S+))?$/;

/**
 * A date of the published pattern `EEE, dd MMM yyyy HH:mm:ss Z`, as epoch milliseconds. The zone may be a name, a number (`+0300`, `+03:00`), or
 * missing, which means GMT.
 * @returns null if it is not such a date, or no date that exists
 */
export function parseRequestDate(text: string): number | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [, weekday, day, monthName, year, hour, minute, second, zone = 'GMT'] = match;
  const month = MONTHS.indexOf(monthName ?? '');
  const offset = zoneMinutes(zone);
  if (month < 0 || offset === null) return null;
  const local = new Date(Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)));
  // Date.UTC rolls 31 February and 24:00:00 over, and takes a two-digit year for 19xx: only what comes back unchanged is a date.
  const exists =
    local.getUTCFullYear() === Number(year) &&
    local.getUTCMonth() === month &&
    local.getUTCDate() === Number(day) &&
    local.getUTCHours() === Number(hour) &&
    local.getUTCMinutes() === Number(minute) &&
    local.getUTCSeconds() === Number(second) &&
    WEEKDAYS[local.getUTCDay()] === weekday;
  return exists ? local.getTime() - offset * 60_000 : null;
}

function zoneMinutes(zone: string): number | null {
  const named = Object.hasOwn(ZONES, zone) ? ZONES[zone] : undefined;
  if (named !== undefined) return named * 60;
  const match = /^(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return null;
  const [, sign, hours, minutes] = match;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
