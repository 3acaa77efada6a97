/**
 * The portal's door to the sandbox: what happens there, starting releases, speed.
 *
 * @packageDocumentation
 */
export { sandboxPanelPlugin as default } from './plugin';
