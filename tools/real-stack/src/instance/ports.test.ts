import {
  PORT_NAMES,
  PORTS_OF,
  choosePorts,
  completePorts,
  firstBlock,
  portsOfBlock,
  refuseTakenPorts,
} from './ports.ts';

const free = async () => true;

describe('choosePorts', () => {
  it('gives every name a port of its own, below the range of outgoing connections', async () => {
    const ports = await choosePorts('/a/b', free, new Set());
    expect(Object.keys(ports)).toEqual([...PORT_NAMES]);
    expect(new Set(Object.values(ports)).size).toBe(PORT_NAMES.length);
    expect(Math.max(...Object.values(ports))).toBeLessThan(32_768);
  });

  it('gives the same folder the same ports', async () => {
    expect(await choosePorts('/a/b', free, new Set())).toEqual(
      await choosePorts('/a/b', free, new Set()),
    );
  });

  it('passes over a block with a port that another instance has recorded', async () => {
    const wanted = portsOfBlock(firstBlock('/a/b'));
    const ports = await choosePorts('/a/b', free, new Set([wanted.scheduler]));
    expect(ports).toEqual(portsOfBlock(firstBlock('/a/b') + 1));
  });

  it('passes over a block with a port that is not free', async () => {
    const wanted = portsOfBlock(firstBlock('/a/b'));
    const ports = await choosePorts(
      '/a/b',
      async port => port !== wanted.prometheus,
      new Set(),
    );
    expect(ports).toEqual(portsOfBlock(firstBlock('/a/b') + 1));
  });

  it('says what to do when nothing is free', async () => {
    await expect(
      choosePorts('/a/b', async () => false, new Set()),
    ).rejects.toThrow(/No 17 free ports in a row .* "down"/);
  });
});

describe('completePorts', () => {
  it('chooses what an older version has not recorded, and keeps the rest', async () => {
    const { chaosDaemon, chaosWebhook, chaosMetrics, ...recorded } =
      portsOfBlock(firstBlock('/a/b'));
    const ports = await completePorts(recorded, '/a/b', free, new Set());
    expect(ports).toEqual({
      ...portsOfBlock(firstBlock('/a/b') + 1),
      ...recorded,
    });
    expect([chaosDaemon, chaosWebhook, chaosMetrics]).not.toContain(
      ports.chaosDaemon,
    );
  });

  it('leaves complete ports alone', async () => {
    const recorded = portsOfBlock(7);
    expect(
      await completePorts(recorded, '/a/b', async () => false, new Set()),
    ).toEqual(recorded);
  });
});

describe('refuseTakenPorts', () => {
  const ports = portsOfBlock(7);

  it('names the port and the component that needs it', async () => {
    await expect(
      refuseTakenPorts(
        ['etcd', 'prometheus'],
        ports,
        async port => port !== ports.prometheus,
      ),
    ).rejects.toThrow(`Port ${ports.prometheus} is needed by prometheus`);
  });

  it('does not mind ports of components that run already', async () => {
    await expect(
      refuseTakenPorts(
        ['etcd'],
        ports,
        async port => port !== ports.prometheus,
      ),
    ).resolves.toBeUndefined();
  });

  it('knows a component for every port', () => {
    expect(Object.values(PORTS_OF).flat().sort()).toEqual(
      [...PORT_NAMES].sort(),
    );
  });
});
