import { RequestCounts } from './RequestCounts';

const orders = { namespace: 'ecommerce', service: 'order-service' } as const;
const users = { namespace: 'ecommerce', service: 'user-service' } as const;

describe('RequestCounts', () => {
  it('gives requests per second over the last five seconds, and forgets', () => {
    const counts = new RequestCounts();
    const start = 1_000_000;
    // 20 a second for ten seconds, and one request of another service at the start.
    counts.note(users, start);
    for (let at = 0; at < 10_000; at += 50) counts.note(orders, start + at);
    expect(counts.rates(start + 10_000)).toEqual([
      { ...orders, requestsPerSecond: 20 },
    ]);
    expect(counts.rates(start + 12_500)).toEqual([
      { ...orders, requestsPerSecond: 10 },
    ]);
    expect(counts.rates(start + 20_000)).toEqual([]);
  });

  it('does not count the part of a second that is not over', () => {
    const counts = new RequestCounts();
    counts.note(orders, 1_000_000);
    expect(counts.rates(1_000_100)).toEqual([]);
    expect(counts.rates(1_000_250)).toEqual([
      { ...orders, requestsPerSecond: 0.2 },
    ]);
  });
});
