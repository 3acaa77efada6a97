import { cacheKey } from './cache.ts';
import { goIsAtLeast, goVersionOf } from './go.ts';
import { PROGRAM_GROUPS, buildArguments } from './programs.ts';

describe('goIsAtLeast', () => {
  it.each([
    ['go1.26.8', '1.26', true],
    ['go1.26.0', '1.26.0', true],
    ['go1.25.9', '1.26', false],
    ['go1.26', '1.26.3', false],
    ['go2.0', '1.26', true],
    ['go1.27rc1', '1.26', true],
  ])('%s for %s: %s', (version, needed, expected) => {
    expect(goIsAtLeast(version, needed)).toBe(expected);
  });
});

describe('goVersionOf', () => {
  it('reads the go line of a go.mod', () => {
    expect(goVersionOf('module x\n\ngo 1.26.0\n\nrequire (\n')).toBe('1.26.0');
  });
});

describe('cacheKey', () => {
  const modules = [{ goMod: 'go 1.26', goSum: 'sum' }];

  it('is the same for the same input', () => {
    expect(cacheKey(modules, 'go1.26.8')).toBe(cacheKey(modules, 'go1.26.8'));
  });

  it.each([
    ['the Go version', modules, 'go1.26.9'],
    ['go.mod', [{ goMod: 'go 1.27', goSum: 'sum' }], 'go1.26.8'],
    ['go.sum', [{ goMod: 'go 1.26', goSum: 'other' }], 'go1.26.8'],
  ])('changes with %s', (_, otherModules, goVersion) => {
    expect(cacheKey(otherModules, goVersion)).not.toBe(
      cacheKey(modules, 'go1.26.8'),
    );
  });
});

describe('buildArguments', () => {
  const programs = PROGRAM_GROUPS.flatMap(group => group.programs);

  it('gives every program a name of its own', () => {
    expect(new Set(programs.map(program => program.name)).size).toBe(
      programs.length,
    );
  });

  it('links the version in', () => {
    const kubectl = programs.find(program => program.name === 'kubectl');
    const args = buildArguments(kubectl!, '/out/kubectl');
    expect(args).toContain('-trimpath');
    expect(args[args.indexOf('-ldflags') + 1]).toContain(
      '-X k8s.io/component-base/version.gitVersion=v1.34.4',
    );
    expect(args.slice(-3)).toEqual([
      '-o',
      '/out/kubectl',
      'k8s.io/kubernetes/cmd/kubectl',
    ]);
  });
});
