import {
  isolatedText,
  parseForeign,
  plainText,
  plainValues,
  withoutIsolates,
} from './foreignText';

/** Everything that Unicode has to set a direction unseen. */
const CONTROLS = [
  0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066,
  0x2067, 0x2068, 0x2069,
].map(code => String.fromCharCode(code));
const ANY_CONTROL = /\p{Bidi_Control}/u;

describe('plainText', () => {
  it.each(
    CONTROLS.map(control => [control.charCodeAt(0).toString(16), control]),
  )('shows U+%s', (code, control) => {
    expect(ANY_CONTROL.test(control)).toBe(true);
    expect(plainText(`a${control}b`)).toBe(
      `a[U+${code.toUpperCase().padStart(4, '0')}]b`,
    );
  });

  it('knows every control of Unicode', () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter(code => code < 0xd800 || code > 0xdfff)
      .map(code => String.fromCodePoint(code))
      .filter(character => ANY_CONTROL.test(character));
    expect(all).toEqual(CONTROLS);
  });

  it('leaves other texts as they are', () => {
    const text = 'Größe 3 ≥ 2, naïve “quotes”, 日本語, שלום, 👩‍💻';
    expect(plainText(text)).toBe(text);
  });
});

describe('isolatedText', () => {
  it('keeps what is written from right to left apart, line by line', () => {
    expect(isolatedText('שלום 5')).toBe('\u2068שלום 5\u2069');
    expect(isolatedText('one\nשלום\nthree')).toBe(
      'one\n\u2068שלום\u2069\nthree',
    );
  });

  it('cannot be left by an isolate end within the text', () => {
    expect(isolatedText('שלום\u2069 12')).toBe('\u2068שלום[U+2069] 12\u2069');
  });

  it('is undone for what is copied', () => {
    expect(withoutIsolates(`kubectl ${isolatedText('שלום')}`)).toBe(
      'kubectl שלום',
    );
  });
});

describe('parseForeign', () => {
  it.each([
    ['written out', '{"message":"a\u202eb","\u202ekey":["\u2067c"]}'],
    ['as numbers', '{"message":"a\\u202eb","[U+202E]key":["\\u2067c"]}'],
  ])('leaves no control, %s', (_, json) => {
    expect(parseForeign(json)).toEqual({
      message: 'a[U+202E]b',
      '[U+202E]key': ['[U+2067]c'],
    });
  });

  it('reads a backslash before the number of a control as it stands', () => {
    expect(parseForeign(JSON.stringify({ a: '\\u202e' }))).toEqual({
      a: '\\u202e',
    });
  });

  it('isolates letters from right to left', () => {
    expect(parseForeign('["שלום", 1, null, "abc"]')).toEqual([
      '\u2068שלום\u2069',
      1,
      null,
      'abc',
    ]);
  });

  it('fails as JSON.parse does', () => {
    expect(() => parseForeign('<html>')).toThrow(SyntaxError);
  });
});

describe('plainValues', () => {
  it('copies', () => {
    const value = { a: ['\u202ex', 2], b: undefined };
    expect(plainValues(value)).toEqual({ a: ['[U+202E]x', 2] });
    expect(value.a[0]).toBe('\u202ex');
  });
});
