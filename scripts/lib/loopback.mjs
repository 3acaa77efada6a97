const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/**
 * Makes loopback exempt from HTTP proxies in this environment: what the
 * scripts start talks to itself and to its neighbours over loopback, and with
 * NODE_USE_ENV_PROXY Node sends that to the proxy too. Without a proxy, nothing
 * is changed; what was exempt stays so.
 *
 * @param {NodeJS.ProcessEnv} env - changed in place
 */
export function keepLoopbackDirect(env) {
  const proxied = ['http_proxy', 'https_proxy', 'all_proxy'].some(
    name => env[name] || env[name.toUpperCase()],
  );
  if (!proxied) return;
  // Where both are set, most programs read the lower-case one only.
  const names = ['no_proxy', 'NO_PROXY'].filter(
    name => env[name] !== undefined,
  );
  for (const name of names.length > 0 ? names : ['NO_PROXY']) {
    const exempt = (env[name] ?? '').split(/[\s,]+/).filter(Boolean);
    if (exempt.includes('*')) continue;
    env[name] = [...new Set([...exempt, ...LOOPBACK])].join(',');
  }
}
