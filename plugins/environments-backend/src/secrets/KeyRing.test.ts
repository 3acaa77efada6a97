import { KeyRing } from './KeyRing';

const first = KeyRing.generate();
const second = KeyRing.generate();
const text = Buffer.from('planted-secret');

describe('KeyRing', () => {
  it('reads what it encrypted, and nobody else does', () => {
    const ring = new KeyRing([first]);
    const sealed = ring.seal(text, 'o1/plan');
    expect(ring.open(sealed, 'o1/plan')).toEqual(text);
    expect(JSON.stringify(sealed)).not.toContain('planted');
    expect(() => ring.open(sealed, 'o2/plan')).toThrow('was changed');
    expect(ring.seal(text, 'o1/plan').body).not.toBe(sealed.body);
    const broken = Buffer.from(sealed.body, 'base64');
    broken[broken.length - 1] += 1;
    expect(() =>
      ring.open({ ...sealed, body: broken.toString('base64') }, 'o1/plan'),
    ).toThrow('was changed');
  });

  it('rotates: the first encrypts, all read', () => {
    const old = new KeyRing([first]).seal(text, 'c');
    const rotated = new KeyRing([second, first]);
    expect(rotated.open(old, 'c')).toEqual(text);
    expect(rotated.seal(text, 'c').keyId).toBe(rotated.currentKeyId);
    expect(old.keyId).not.toBe(rotated.currentKeyId);
    expect(() => new KeyRing([second]).open(old, 'c')).toThrow(
      `The encryption key ${old.keyId} is not configured any more`,
    );
  });

  it.each([[[]], [['short']], [[first, 'x']]])(
    'refuses %j and names no key',
    keys => {
      let message = '';
      try {
        expect(new KeyRing(keys)).toBeUndefined();
      } catch (error) {
        message = String(error);
      }
      expect(message).toMatch(/key/);
      expect(message).not.toContain(first);
    },
  );
});
