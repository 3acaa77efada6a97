import { CHAOS_KINDS, isFaultKind, isLaunchKind, LAUNCH_KINDS } from './kinds';

describe('CHAOS_KINDS', () => {
  it.each(LAUNCH_KINDS)('%s names itself', name => {
    const { kind, resource, actions, oneShot } = CHAOS_KINDS[name];
    expect(kind).toBe(name);
    expect(resource).toMatchObject({ kind: name, group: 'chaos-mesh.org' });
    expect(actions).toEqual(expect.arrayContaining([...oneShot]));
  });

  it('has the plurals of the CRDs', () => {
    expect(CHAOS_KINDS.PodChaos.resource.plural).toBe('podchaos');
    expect(CHAOS_KINDS.PhysicalMachineChaos.resource.plural).toBe(
      'physicalmachinechaos',
    );
    expect(CHAOS_KINDS.Schedule.resource.plural).toBe('schedules');
    expect(CHAOS_KINDS.Workflow.resource.plural).toBe('workflows');
  });
});

describe('kinds', () => {
  it.each<[unknown, boolean, boolean]>([
    ['PodChaos', true, true],
    ['Schedule', false, true],
    ['podchaos', false, false],
    ['Deployment', false, false],
    [undefined, false, false],
  ])('%s', (name, fault, launch) => {
    expect(isFaultKind(name)).toBe(fault);
    expect(isLaunchKind(name)).toBe(launch);
  });
});
