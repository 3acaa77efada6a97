/**
 * The portal's client of the sandbox: what happens there, starting releases, speed.
 *
 * @packageDocumentation
 */
export { sandboxPanelPlugin as default } from './plugin';
