import { endpointsCsv, pointsCsv } from './csv';

const row = (endpoint: string) => ({
  endpoint,
  requests: 3,
  failures: 0,
  requestsPerSecond: 1.5,
});

describe('CSV', () => {
  it('leaves what is not known empty', () => {
    expect(
      pointsCsv([
        {
          seq: 1,
          at: 2,
          wantedUsers: 10,
          users: 9,
          workers: 1,
          missingWorkers: 0,
          offeredPerSecond: 9,
          requestsPerSecond: 8.5,
          failuresPerSecond: 0,
          windowRequests: 17,
        },
      ]),
    ).toMatch(/\r\n2,10,9,1,0,,9,8\.5,0,,,,17\r\n$/);
  });

  it.each([
    ['GET /orders', 'GET /orders,3'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")",3'],
    ['+1', "'+1,3"],
    ['-1', "'-1,3"],
    ['@cmd', "'@cmd,3"],
    ['GET /a,b', '"GET /a,b",3'],
  ])('writes %s so that no spreadsheet runs it', (name, start) => {
    expect(
      endpointsCsv([row(name)])
        .split('\r\n')[1]
        .startsWith(start),
    ).toBe(true);
  });
});
