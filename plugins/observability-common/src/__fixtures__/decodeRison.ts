import { Rison } from '../links/rison';

/** RISON read back, by the grammar of its first implementation. For tests. @throws Error at what is none */
export function decodeRison(text: string): Rison {
  let at = 0;
  const fail = (): never => {
    throw new Error(`No RISON at ${at} of ${text}`);
  };
  const eat = (sign: string) => {
    if (text[at] !== sign) fail();
    at += 1;
  };
  const list = (close: string, one: () => void) => {
    while (text[at] !== close) {
      one();
      if (text[at] === ',') at += 1;
      else if (text[at] !== close) fail();
    }
    at += 1;
  };
  const quoted = (): string => {
    eat("'");
    let value = '';
    while (text[at] !== "'") {
      if (at >= text.length) fail();
      if (text[at] === '!') at += 1;
      value += text[at];
      at += 1;
    }
    at += 1;
    return value;
  };
  const plain = (): string => {
    const [found] = /^[^ '!:(),*@$]+/.exec(text.slice(at)) ?? [];
    if (!found) return fail();
    at += found.length;
    return found;
  };
  const key = () => (text[at] === "'" ? quoted() : plain());
  const value = (): Rison => {
    const sign = text[at];
    if (sign === "'") return quoted();
    if (sign === '(') {
      at += 1;
      const found: Record<string, Rison> = {};
      list(')', () => {
        const name = key();
        eat(':');
        found[name] = value();
      });
      return found;
    }
    if (sign === '!') {
      at += 2;
      const constants: Record<string, Rison> = { t: true, f: false, n: null };
      if (text[at - 1] !== '(') {
        return text[at - 1] in constants ? constants[text[at - 1]] : fail();
      }
      const found: Rison[] = [];
      list(')', () => found.push(value()));
      return found;
    }
    const found = plain();
    return /^-?\d/.test(found) ? Number(found) : found;
  };
  const found = value();
  return at === text.length ? found : fail();
}
