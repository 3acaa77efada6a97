import { compareApk } from './apk';
import { compareVersions, nearestFix } from './compareVersions';
import { compareDeb } from './deb';
import { compareMaven } from './maven';
import { compareRpm, compareRpmPart } from './rpm';
import { compareSemver } from './semver';

/** Pairs of which the first is not lower than the second; each should be lower than all that follow. */
function notRising(
  compare: (a: string, b: string) => number | undefined,
  versions: string,
): string[] {
  const list = versions.split(' ');
  return list.flatMap((low, i) =>
    list
      .slice(i + 1)
      .filter(high => compare(low, high) !== -1 || compare(high, low) !== 1)
      .map(high => `${low} ${high}`),
  );
}

describe('Maven versions, by the vectors of ComparableVersionTest', () => {
  it('orders qualifiers', () =>
    expect(
      notRising(
        compareMaven,
        '1-alpha2snapshot 1-alpha2 1-alpha-123 1-beta-2 1-beta123 1-m2 1-m11 1-rc 1-cr2 1-rc123 1-SNAPSHOT 1 1-sp 1-sp2 1-sp123 1-abc 1-def 1-pom-1 1-1-snapshot 1-1 1-2 1-123',
      ),
    ).toEqual([]));
  it('orders numbers', () =>
    expect(
      notRising(
        compareMaven,
        '2.0.2 2.0.123 2.1.0 2.1-a 2.1b 2.1-c 2.1-1 2.1.0.1 2.2 2.123 11.a2 11.a11 11.b2 11.b11 11.m2 11.m11 11 11.a 11b 11c 11m',
      ),
    ).toEqual([]));
  it.each([
    ['1', '1.0.0'],
    ['1', '1-0'],
    ['1.0', '1.0-0'],
    ['1a', '1-a'],
    ['1a', '1.0.0-a'],
    ['1ga', '1'],
    ['1FINAL', '1'],
    ['1cR', '1rC'],
    ['1a1', '1alpha1'],
    ['1m3', '1MileStone3'],
  ])('%s is %s', (a, b) => expect(compareMaven(a, b)).toBe(0));
  it.each([
    ['1.5', '2'],
    ['1.0-alpha-1-SNAPSHOT', '1.0-alpha-1'],
    ['1.0-beta-1', '1.0-SNAPSHOT'],
    ['1.0.0', '1.0-1'],
    ['2.0-1', '2.0.1'],
    ['2.0.1-xyz', '2.0.1-123'],
    ['2.17.0', '2.17.1'],
    ['20190101', '999999999999999999999'],
  ])('%s is before %s', (a, b) => {
    expect(compareMaven(a, b)).toBe(-1);
    expect(compareMaven(b, a)).toBe(1);
  });
});

describe('RPM versions, by the vectors of rpmvercmp.at', () => {
  it.each([
    ['1.0', '1.0', 0],
    ['1.0', '2.0', -1],
    ['2.0', '2.0.1', -1],
    ['2.0.1a', '2.0.1', 1],
    ['5.5p1', '5.5p10', -1],
    ['10xyz', '10.1xyz', -1],
    ['xyz10', 'xyz10.1', -1],
    ['xyz.4', '8', -1],
    ['5.5p2', '5.6p1', -1],
    ['6.0.rc1', '6.0', 1],
    ['10b2', '10a1', 1],
    ['1.0a', '1.0aa', -1],
    ['10.0001', '10.1', 0],
    ['10.0001', '10.0039', -1],
    ['4.999.9', '5.0', -1],
    ['20101121', '20101122', -1],
    ['2.0', '2_0', 0],
    ['a+', 'a_', 0],
    ['+', '_', 0],
    ['1.0~rc1', '1.0', -1],
    ['1.0~rc1', '1.0~rc2', -1],
    ['1.0~rc1~git123', '1.0~rc1', -1],
    ['1.0^', '1.0', 1],
    ['1.0^git1', '1.0^git2', -1],
    ['1.0^git1', '1.01', -1],
    ['1.0^20160101', '1.0.1', -1],
    ['1.0~rc1^git1', '1.0~rc1', 1],
    ['1.0^git1~pre', '1.0^git1', -1],
  ])('%s against %s is %d', (a, b, order) => {
    expect(compareRpmPart(a, b)).toBe(order);
    expect(compareRpmPart(b, a)).toBe(order && -order);
  });
  it.each([
    ['1:1.0-1', '2.0-1', 1],
    ['0:1.1.1k-7.el8', '1.1.1k-9.el8', -1],
    ['1.1.1k', '1.1.1k-9.el8', 0],
    ['1.0 beta', '1.0', undefined],
  ])('%s against %s is %s', (a, b, order) =>
    expect(compareRpm(a, b)).toBe(order),
  );
});

describe('Debian versions, checked with dpkg --compare-versions', () => {
  it.each([
    ['7.6p2-4', '7.6-0', 1],
    ['1.0.3-3', '1.0-1', 1],
    ['1.3', '1.2.2-2', 1],
    ['1.3', '1.2.2', 1],
    ['0-pre', '0-pre', 0],
    ['0-pre', '0-pree', -1],
    ['1.1.6r2-2', '1.1.6r-1', 1],
    ['2.6b2-1', '2.6b-2', 1],
    ['98.1p5-1', '98.1-pre2-b6-2', -1],
    ['0.4a6-2', '0.4-1', 1],
    ['1:3.0.5-2', '3.0.5-2', 1],
    ['10.3', '1:0.4', -1],
    ['1.18.36-0.17.35-18', '1.18.36-19', 1],
    ['1.25-4', '1.25-8', -1],
    ['1.0~rc1', '1.0', -1],
    ['1.0~rc1-1', '1.0-1', -1],
    ['1.0-1~bpo1', '1.0-1', -1],
    ['1.0-1+deb12u1', '1.0-1', 1],
    ['3.0.11-1~deb12u2', '3.0.14-1~deb12u2', -1],
    ['0:1.0', '1.0-0', 0],
    ['1.0a', '1.0+', -1],
    ['1.00', '1.0', 0],
    ['banana', '1.0', undefined],
  ])('%s against %s is %s', (a, b, order) => {
    expect(compareDeb(a, b)).toBe(order);
  });
});

describe('Alpine versions, by the vectors of apk-tools', () => {
  it.each([
    ['2.34', '0.1.0_alpha', 1],
    ['0.1.0_alpha', '0.1.3_alpha', -1],
    ['0.1.0_alpha', '0.1.0_alpha2', -1],
    ['0.1.0_alpha2', '0.1.0', -1],
    ['1.0_rc1', '1.0', -1],
    ['1.0_p1', '1.0', 1],
    ['1.0_pre2', '1.0_rc1', -1],
    ['1.0a', '1.0', 1],
    ['1.0a', '1.0b', -1],
    ['1.2.3-r1', '1.2.3-r10', -1],
    ['1.2.3', '1.2.3-r0', 0],
    ['1.2', '1.2.0', -1],
    ['1.01', '1.1', -1],
    ['6.5_p20250503-r0', '6.5_p20241006-r3', 1],
    ['3.1.4-r5', '3.1.4-r6', -1],
    ['foo', '1.0', undefined],
  ])('%s against %s is %s', (a, b, order) => {
    expect(compareApk(a, b)).toBe(order);
  });
});

describe('semantic versions, by the examples of the specification', () => {
  it('orders them', () =>
    expect(
      notRising(
        compareSemver,
        '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0',
      ),
    ).toEqual([]));
  it.each([
    ['1.0.0+a', '1.0.0+b', 0],
    ['v1.2.3', '1.2.3', 0],
    ['v0.0.0-20220722155223-a9213eeb770e', 'v0.17.0', -1],
    ['1.2', '1.2.0', undefined],
    ['latest', '1.2.0', undefined],
  ])('%s against %s is %s', (a, b, order) =>
    expect(compareSemver(a, b)).toBe(order),
  );
});

describe('compareVersions', () => {
  it.each([
    ['pypi', '1.0', '2.0'],
    [undefined, '1.0', '2.0'],
    ['npm', '1.0', '2.0'],
    ['deb', '1'.repeat(300), '2'],
    ['toString', '1', '2'],
  ])('has no order for %s %s %s', (type, a, b) =>
    expect(compareVersions(type, a, b)).toBeUndefined(),
  );
});

describe('nearestFix', () => {
  it.each<[string, string | undefined, string, string[], string | undefined]>([
    ['no fix is listed', 'npm', '1.0.0', [], undefined],
    ['one', 'deb', '1.0-1', ['1.0-2'], '1.0-2'],
    [
      'the lowest of the same branch',
      'maven',
      '2.13.2',
      ['2.12.6.1', '2.13.2.1', '2.13.3'],
      '2.13.2.1',
    ],
    [
      'none of lower branches',
      'npm',
      '4.17.20',
      ['3.10.2', '4.17.21'],
      '4.17.21',
    ],
    [
      'the next branch up',
      'npm',
      '5.1.0',
      ['4.2.1', '6.0.1', '7.0.0'],
      '6.0.1',
    ],
    ['none above', 'npm', '5.1.0', ['4.2.1'], undefined],
    ['the first of an unknown type', 'pypi', '1.0', ['1.2', '1.1'], '1.2'],
  ])('gives %s', (_, type, installed, listed, expected) =>
    expect(nearestFix(type, installed, listed)).toBe(expected),
  );
});
