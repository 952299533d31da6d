/**
 * Beginnings of E.164 numbers to which calls are made only to earn their charges (international revenue share fraud): closed even where
 * administration opened the country. A whole country stays open to a tenant of that country.
 *
 * From the countries and ranges that reports of carriers and of the CFCA name again and again: small networks with a high price per minute.
 */
export const wholeCountries: ReadonlySet<string> = new Set([
  'AC', // Ascension, +247
  'BI', // Burundi, +257
  'CD', // Congo (Kinshasa), +243
  'CF', // Central African Republic, +236
  'CK', // Cook Islands, +682
  'CU', // Cuba, +53
  'DJ', // Djibouti, +253
  'ER', // Eritrea, +291
  'FK', // Falkland Islands, +500
  'GM', // Gambia, +220
  'GN', // Guinea, +224
  'GQ', // Equatorial Guinea, +240
  'GW', // Guinea-Bissau, +245
  'IO', // Diego Garcia, +246
  'KI', // Kiribati, +686
  'KM', // Comoros, +269
  'KP', // North Korea, +850
  'LR', // Liberia, +231
  'MH', // Marshall Islands, +692
  'NR', // Nauru, +674
  'NU', // Niue, +683
  'PM', // Saint-Pierre and Miquelon, +508
  'PW', // Palau, +680
  'SB', // Solomon Islands, +677
  'SC', // Seychelles, +248
  'SH', // Saint Helena, +290
  'SL', // Sierra Leone, +232
  'SO', // Somalia, +252
  'SS', // South Sudan, +211
  'ST', // Sao Tome, +239
  'TA', // Tristan da Cunha, +290
  'TD', // Chad, +235
  'TK', // Tokelau, +690
  'TL', // East Timor, +670
  'TV', // Tuvalu, +688
  'VU', // Vanuatu, +678
  'WF', // Wallis and Futuna, +681
  'WS', // Samoa, +685
]);

/** Parts of country codes that are closed to everybody. */
export const ranges: readonly { readonly prefix: string; readonly what: string }[] = [
  { prefix: '+6721', what: 'Antarctic stations' },
  { prefix: '+7840', what: 'Abkhazia, fixed' },
  { prefix: '+7940', what: 'Abkhazia, mobile' },
  { prefix: '+99544', what: 'Abkhazia by the Georgian code' },
];

/** Country codes of no country: satellites, global networks, international premium and shared cost numbers. */
export const internationalCodes: ReadonlySet<number> = new Set([800, 808, 870, 878, 881, 882, 883, 888, 979]);
