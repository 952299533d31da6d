import { expect, test } from 'vitest';
import { createTrunkResolver } from './trunk-resolver.ts';

const names = {
  services: async (name: string) => (name.endsWith('sbc.internal') ? [{ name: 'One.SBC.internal', port: 5070 }] : []),
  addresses: async (name: string) => {
    if (name === 'sip.carrier.example') return ['198.41.0.4', '2001:500:2f::f'];
    return name === 'mixed.example' ? ['198.41.0.4', '10.0.0.1'] : ['10.0.0.1'];
  },
};

test('a carrier on the internet is found as it is', async () => {
  const resolver = createTrunkResolver([], names);
  expect(await resolver.addresses('sip.carrier.example')).toEqual(['198.41.0.4', '2001:500:2f::f']);
});

test.each(['pbx.example', 'mixed.example', 'one.sbc.internal'])('%s on a private network is not', async (name) => {
  await expect(createTrunkResolver([], names).addresses(name)).rejects.toThrow('--allow-private-addresses');
});

test('unless its host was allowed, and with it what its SRV records name', async () => {
  const resolver = createTrunkResolver([{ host: 'sbc.internal', port: 5060 }], names);
  expect(await resolver.addresses('SBC.internal')).toEqual(['10.0.0.1']);
  await expect(resolver.addresses('one.sbc.internal')).rejects.toThrow('private network');
  const [target] = await resolver.services('_sip._udp.sbc.internal');
  expect(await resolver.addresses(target!.name)).toEqual(['10.0.0.1']);
});

test('what another name’s SRV records name is not trusted for it', async () => {
  const resolver = createTrunkResolver([{ host: 'sbc.internal', port: null }], {
    ...names,
    services: async () => [{ name: 'pbx.example', port: 5060 }],
  });
  await resolver.services('_sip._udp.evil.example');
  await expect(resolver.addresses('pbx.example')).rejects.toThrow('private network');
});
