import { RolloutActionName, RolloutCore } from '../types';
import type { PreviewArgs } from './preview';

/** Quotes a word for a POSIX shell where it needs it. */
const word = (text: string) =>
  /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;

/**
 * The command to copy that has the same effect. Where the plugin has no
 * command with that effect (resume; abort during a full promotion), plain
 * kubectl.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`
 */
export function equivalentCommand(
  action: RolloutActionName,
  core: RolloutCore,
  args: PreviewArgs,
): string {
  const name = word(core.ref.name);
  const namespace = `-n ${word(core.ref.namespace)}`;
  const plugin = (command: string) =>
    `kubectl argo rollouts ${command} ${namespace}`;
  switch (action) {
    case 'promote':
      return plugin(`promote ${name}`);
    case 'promote-full':
      return plugin(`promote ${name} --full`);
    case 'skip-step':
      // At a pause the plugin's flag would leave the pause standing; its plain promote moves one step on.
      return core.pauseConditions
        ? plugin(`promote ${name}`)
        : plugin(`promote ${name} --skip-current-step`);
    case 'pause':
      return plugin(`pause ${name}`);
    case 'resume':
      return `kubectl patch rollout ${name} ${namespace} --type merge -p '{"spec":{"paused":false}}'`;
    case 'abort':
      return core.promoteFull
        ? `kubectl patch rollout ${name} ${namespace} --subresource status --type merge -p '{"status":{"abort":true,"promoteFull":false}}'`
        : plugin(`abort ${name}`);
    case 'retry':
      return plugin(`retry rollout ${name}`);
    case 'restart':
      return plugin(`restart ${name}`);
    case 'undo':
      return plugin(
        `undo ${name}${
          args.toRevision ? ` --to-revision=${args.toRevision}` : ''
        }`,
      );
    case 'set-image':
      return (args.images ?? [{ container: 'CONTAINER', image: 'IMAGE' }])
        .map(({ container, image }) =>
          plugin(`set image ${name} ${word(`${container}=${image}`)}`),
        )
        .join(' && ');
    case 'terminate-analysis':
      return plugin(
        `terminate analysisrun ${word(args.analysisRun ?? 'NAME')}`,
      );
    default:
      return '';
  }
}
