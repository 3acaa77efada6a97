import { RolloutCore } from '../types';

/** Quotes a word for a POSIX shell where it needs it. */
export const shellWord = (text: string) =>
  /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;

const namespaceOf = ({ ref }: RolloutCore) => `-n ${shellWord(ref.namespace)}`;

/** The name of the rollout as a word of a command. */
export const nameWord = ({ ref }: RolloutCore) => shellWord(ref.name);

/** A command of the kubectl plugin. */
export const pluginCommand = (core: RolloutCore, command: string) =>
  `kubectl argo rollouts ${command} ${namespaceOf(core)}`;

/** Plain kubectl, where the plugin has no command with the same effect. */
export const patchCommand = (
  core: RolloutCore,
  patch: object,
  status = false,
) =>
  `kubectl patch rollout ${nameWord(core)} ${namespaceOf(core)}${
    status ? ' --subresource status' : ''
  } --type merge -p '${JSON.stringify(patch)}'`;
