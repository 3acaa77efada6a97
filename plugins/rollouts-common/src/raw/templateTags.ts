/**
 * Replaces the tags `{{ … }}` of a text. A tag ends at the next `}}`; without one nothing is a tag. Takes time in proportion
 * to the text, whatever somebody wrote into an object of a cluster.
 *
 * @see github.com/valyala/fasttemplate `ExecuteFuncString`
 */
export function replaceTags(
  text: string,
  replace: (tag: string, inner: string) => string,
): string {
  let replaced = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    const close = open < 0 ? -1 : text.indexOf('}}', open + 2);
    if (close < 0) return replaced + text.slice(at);
    const tag = text.slice(open, close + 2);
    replaced += text.slice(at, open) + replace(tag, tag.slice(2, -2));
    at = close + 2;
  }
}

/** What stands within the tags of a text. */
export function tagsOf(text: string): string[] {
  const found: string[] = [];
  replaceTags(text, (tag, inner) => {
    found.push(inner);
    return tag;
  });
  return found;
}
