/**
 * Everything that is not the open internet, first and last address, as `denied-peer-ip` takes them: a relay that reaches any of it is a door into the
 * company's network. IPv4 inside IPv6 is named in each of its forms, for servers up to 4.6 do not see through them.
 */
export const deniedPeerRanges: readonly (readonly [string, string])[] = [
  ['0.0.0.0', '0.255.255.255'], // this network
  ['10.0.0.0', '10.255.255.255'], // private
  ['100.64.0.0', '100.127.255.255'], // carriers' address translation
  ['127.0.0.0', '127.255.255.255'], // loopback
  ['169.254.0.0', '169.254.255.255'], // link-local, clouds' metadata
  ['172.16.0.0', '172.31.255.255'], // private
  ['192.0.0.0', '192.0.0.255'], // protocol assignments
  ['192.0.2.0', '192.0.2.255'], // documentation
  ['192.31.196.0', '192.31.196.255'], // AS112
  ['192.52.193.0', '192.52.193.255'], // AMT
  ['192.88.99.0', '192.88.99.255'], // 6to4 relays
  ['192.168.0.0', '192.168.255.255'], // private
  ['192.175.48.0', '192.175.48.255'], // AS112
  ['198.18.0.0', '198.19.255.255'], // benchmarks
  ['198.51.100.0', '198.51.100.255'], // documentation
  ['203.0.113.0', '203.0.113.255'], // documentation
  ['224.0.0.0', '239.255.255.255'], // multicast
  ['240.0.0.0', '255.255.255.255'], // reserved, broadcast
  ['::', '::ffff:ffff:ffff'], // unspecified, loopback, IPv4-compatible, IPv4-mapped
  ['64:ff9b::', '64:ff9b::ffff:ffff'], // IPv4 by NAT64
  ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'], // the same, local use
  ['100::', '100::ffff:ffff:ffff:ffff'], // discard
  ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'], // Teredo and other protocol assignments
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'], // documentation
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], // IPv4 by 6to4
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'], // documentation
  ['5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], // segment routing
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], // unique local
  ['fe80::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], // link-local, site-local
  ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], // multicast
];
