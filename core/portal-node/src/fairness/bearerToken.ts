import { Request } from 'express';

/** The token of the `Authorization` header, as Backstage reads it. */
export function bearerToken(req: Request): string | undefined {
  return req.headers.authorization?.match(/^Bearer[ ]+(\S+)$/i)?.[1];
}

/** What Backstage writes into the header of tokens with which plugins ask each other. */
const TYPE_OF_PLUGINS = 'vnd.backstage.plugin';

/** Whether a token says that it is one with which plugins ask each other. It is verified later. */
export function isOfPlugin(token: string): boolean {
  try {
    const [header] = token.split('.', 1);
    const { typ } = JSON.parse(Buffer.from(header, 'base64url').toString());
    return typ === TYPE_OF_PLUGINS;
  } catch {
    return false;
  }
}
