/** Of app-config.yaml. */
export type UserName =
  | 'paula'
  | 'omar'
  | 'olga'
  | 'carla'
  | 'amir'
  | 'nora'
  | 'vera';

/** Someone who is signed in to a portal. */
export interface SignedIn {
  token: string;
  /** Asks the portal as this user; `path` starts with a slash. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Sends JSON as this user. */
  send(method: string, path: string, body: unknown): Promise<Response>;
}

/** Signs a sample user in to a portal. */
export async function signIn(
  portal: { url: string },
  user: UserName,
): Promise<SignedIn> {
  const response = await fetch(`${portal.url}/api/auth/sample-users/refresh`, {
    headers: { 'x-slipway-sample-user': user },
  });
  if (response.status !== 200) {
    throw new Error(
      `${user} cannot sign in: ${response.status} ${await response.text()}`,
    );
  }
  const { backstageIdentity } = await response.json();
  const token: string = backstageIdentity.token;
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(`${portal.url}${path}`, { ...init, headers });
  };
  return {
    token,
    ask,
    send: (method, path, body) =>
      ask(path, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
  };
}
