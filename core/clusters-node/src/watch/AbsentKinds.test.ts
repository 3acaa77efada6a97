import { AbsentKinds } from './AbsentKinds';

describe('AbsentKinds', () => {
  let now = 0;
  const GAP = 5_000;
  const absent = () => new AbsentKinds(() => now);
  beforeEach(() => {
    now = 0;
  });

  it('lets one kind of a group be asked for in each gap', () => {
    const kinds = absent();
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(true);
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(false);
    expect(kinds.mayAsk('keda.sh', GAP)).toBe(true);
    now += GAP;
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(true);
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(false);
  });

  it('lets all be asked for when one of them is there, for a while', () => {
    const kinds = absent();
    kinds.mayAsk('chaos-mesh.org', GAP);
    kinds.found('chaos-mesh.org');
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(true);
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(true);
    now += 12 * GAP;
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(true);
    expect(kinds.mayAsk('chaos-mesh.org', GAP)).toBe(false);
  });
});
