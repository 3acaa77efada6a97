/**
 * The loader of a page's code, which starts at once where the address already
 * asks for that page: the code then comes while the app is starting and the
 * user is signed in, and not after that.
 *
 * @param path - path of the page: `/rollouts`
 */
export function earlyCode<T>(
  path: string,
  load: () => Promise<T>,
): () => Promise<T> {
  const { pathname } = window.location;
  if (pathname === path || pathname.startsWith(`${path}/`)) {
    // What fails is tried again, and reported, when the page is opened.
    load().catch(() => {});
  }
  return load;
}
