import { AddressInfo, createServer } from 'node:net';
import { choosePorts } from './ports';

describe('choosePorts', () => {
  it('takes a row', async () => {
    expect(await choosePorts(7100, 3, [1, 2, 3])).toEqual([7100, 7101, 7102]);
  });

  it('takes those of before as long as all are free', async () => {
    const before = await choosePorts(0, 3);
    expect(new Set(before).size).toBe(3);
    // Nobody is given one of these by the system.
    expect(Math.max(...before)).toBeLessThan(32_768);
    expect(await choosePorts(0, 3, before)).toEqual(before);
    const server = createServer();
    await new Promise<void>(resolve => {
      server.listen(before[1], '127.0.0.1', () => resolve());
    });
    const after = await choosePorts(0, 3, before);
    expect(after).toHaveLength(3);
    expect(after).not.toContain((server.address() as AddressInfo).port);
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  it('takes free ones when another number of them is needed', async () => {
    expect(await choosePorts(0, 3, [7100])).toHaveLength(3);
  });
});
