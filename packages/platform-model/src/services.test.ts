import {
  SERVICES,
  isServiceName,
  serviceProfile,
  trafficShare,
} from './services.ts';

const at = (hour: number) => Date.UTC(2026, 0, 5, hour);

describe('the ten services', () => {
  it('are ten, with a port of their own', () => {
    expect(SERVICES).toHaveLength(10);
    expect(new Set(SERVICES.map(service => service.port)).size).toBe(10);
  });

  it('stand before the services that they call', () => {
    SERVICES.forEach((service, index) => {
      for (const { to } of service.calls) {
        expect(SERVICES.findIndex(one => one.name === to)).toBeGreaterThan(
          index,
        );
      }
    });
  });

  const six = [
    'favourite-service',
    'order-service',
    'payment-service',
    'product-service',
    'shipping-service',
    'user-service',
  ];
  it.each([
    ['api-gateway', [...six, 'proxy-client']],
    ['proxy-client', six],
    ['order-service', ['user-service']],
    ['payment-service', ['order-service']],
    ['shipping-service', ['order-service', 'product-service']],
    ['favourite-service', ['product-service', 'user-service']],
    ['user-service', []],
    ['product-service', []],
    ['cloud-config', ['service-discovery']],
    ['service-discovery', []],
  ])('%s calls what the application calls', (name, callees) => {
    expect(
      serviceProfile(name)
        ?.calls.map(call => call.to)
        .sort(),
    ).toEqual([...callees].sort());
  });

  it('knows its names', () => {
    expect(isServiceName('order-service')).toBe(true);
    expect(isServiceName('basket')).toBe(false);
    expect(serviceProfile('basket')).toBeUndefined();
  });
});

describe('trafficShare', () => {
  it('is highest in the afternoon, lowest at night, never nothing', () => {
    expect(trafficShare(at(16))).toBeCloseTo(1);
    expect(trafficShare(at(4))).toBeCloseTo(0.45);
    expect(trafficShare(at(10))).toBeGreaterThan(trafficShare(at(6)));
  });
});
