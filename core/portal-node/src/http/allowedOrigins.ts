import { Config } from '@backstage/config';

/**
 * The origins whose pages may open a websocket: those of the app and the
 * backend, and what `backend.cors.origin` allows besides, as `npm run dev` does.
 */
export function allowedOrigins(config: Config): ReadonlySet<string> {
  const cors = config.getOptional('backend.cors.origin');
  const urls = [
    config.getOptionalString('app.baseUrl'),
    config.getOptionalString('backend.baseUrl'),
    ...[cors].flat().filter(origin => typeof origin === 'string'),
  ];
  return new Set(urls.flatMap(url => originOf(url) ?? []));
}

/** The origin of a URL; a pattern or a wildcard has none. */
function originOf(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { origin } = new URL(url);
  // What is no web address has the origin that pages in a sandbox send too.
  return origin === 'null' ? undefined : origin;
}
