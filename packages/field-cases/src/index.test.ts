import { caseFiles, caseNames, fillInTimes, loadCase, ofKind } from './index';

const NOW = Date.parse('2026-11-28T10:00:00Z');

describe('field cases', () => {
  it.each([
    ['${now}', '2026-11-28T10:00:00Z'],
    ['${now-5m}', '2026-11-28T09:55:00Z'],
    ['${now+3h}', '2026-11-28T13:00:00Z'],
    ['${now-10s}', '2026-11-28T09:59:50Z'],
  ])('fills in %s', (text, expected) => {
    expect(fillInTimes(text, NOW)).toBe(expected);
  });

  it.each(
    caseNames().flatMap(name => caseFiles(name).map(file => [name, file])),
  )(
    '%s/%s has no open time; each object has a kind and a name',
    (name, file) => {
      const objects = loadCase(name, { now: NOW, file });
      expect(JSON.stringify(objects)).not.toContain('${');
      expect(objects.length).toBeGreaterThan(0);
      for (const object of objects) {
        expect(object.kind).toEqual(expect.any(String));
        expect(object.metadata.name).toEqual(expect.any(String));
      }
    },
  );

  it('gives the objects of a case by kind', () => {
    const objects = loadCase('08-traffic-still-on-the-canary', { now: NOW });
    expect(ofKind(objects, 'Rollout').length).toBeGreaterThan(0);
  });
});
