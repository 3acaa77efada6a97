import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Where the control API of the sandbox is, and what it asks for. */
export interface SandboxPanelConfig {
  url: string;
  token: string;
}

const KEY = 'slipway.sandboxPanel';
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/?$/;

/**
 * The control API of the sandbox; undefined where the portal looks at something else.
 *
 * @throws InputError when the address is not on loopback: the token is for this machine only
 */
export function readSandboxPanelConfig(
  config: Config,
): SandboxPanelConfig | undefined {
  const panel = config.getOptionalConfig(KEY);
  if (!panel) return undefined;
  const url = panel.getString('url');
  if (!LOOPBACK.test(url)) {
    throw new InputError(
      `${KEY}.url must be an address on loopback, as http://127.0.0.1:7106`,
    );
  }
  return { url: url.replace(/\/$/, ''), token: panel.getString('token') };
}
