/** What no page may show. */
const NONSENSE =
  /\bundefined\b|\bNaN\b|\bInfinity\b|\bnull\b|\[object \w+\]|Invalid Date/;

/** Members of the page that are read out or shown beside its text. */
const ATTRIBUTES = ['aria-label', 'aria-valuetext', 'title', 'alt'];

/** The own text of an element, without that of elements inside it. */
const ownText = (element: Element) =>
  [...element.childNodes]
    .filter(node => node.nodeType === Node.TEXT_NODE)
    .map(node => node.textContent ?? '')
    .join('')
    .trim();

function wrongIn(text: string, said: string): string[] {
  const found: string[] = [];
  const [nonsense] = NONSENSE.exec(text) ?? [];
  // An object may say it, as a query or a measurement: then the page may.
  if (nonsense && !said.includes(nonsense)) found.push(`shows ${nonsense}`);
  for (const [, number] of text.matchAll(/(-?\d+(?:\.\d+)?) ?%/g)) {
    const percent = Number(number);
    if ((percent < 0 || percent > 100) && !said.includes(number)) {
      found.push(`shows ${number} %`);
    }
  }
  if (/[^.]\.\.(?!\.)/.test(text) && !said.includes('..')) {
    found.push('ends a sentence twice');
  }
  return found.map(what => `${what}: "${text}"`);
}

/**
 * What is wrong with everything that a page shows or reads out: NaN, undefined,
 * negative or impossible percentages, sentences that end twice.
 *
 * @param detail what the page was made of: its words may be shown as they stand
 */
export function pageViolations(
  detail: object,
  page: ParentNode = document.body,
): string[] {
  const said = JSON.stringify(detail);
  const found = new Set<string>();
  for (const element of page.querySelectorAll('*')) {
    if (element.tagName === 'STYLE' || element.tagName === 'SCRIPT') continue;
    const texts = [
      ownText(element),
      ...ATTRIBUTES.map(name => element.getAttribute(name) ?? ''),
    ];
    for (const text of texts.filter(Boolean)) {
      for (const wrong of wrongIn(text, said)) found.add(wrong);
    }
    const now = Number(element.getAttribute('aria-valuenow') ?? 0);
    const max = Number(element.getAttribute('aria-valuemax') ?? 100);
    if (!(now >= 0 && now <= max)) {
      found.add(`a bar of ${now} in ${max}`);
    }
  }
  return [...found];
}
