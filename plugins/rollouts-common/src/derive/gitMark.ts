import { DIFFERS_FROM_GIT_ANNOTATION } from '../raw/resources';
import { Container, PodTemplate, Rollout } from '../raw/types';

/** `name=image` of every container, sorted; the same set always gives the same text. */
function imageList(containers: readonly Container[]): string {
  return containers
    .map(container => `${container.name}=${container.image}`)
    .sort()
    .join(',');
}

/** All containers of a template: init, main and ephemeral ones. */
export function allContainers(template: PodTemplate | undefined): Container[] {
  const spec = template?.spec;
  return [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ];
}

/**
 * Value of the annotation `slipway.io/differs-from-git`: ISO time, actor and
 * the images that were set, separated by blanks.
 */
export function gitMark(
  now: string,
  actor: string,
  template: PodTemplate | undefined,
): string {
  return [now, actor, imageList(allContainers(template))].join(' ').trim();
}

/**
 * Whether the object was changed past Git and not reconciled since. The mark
 * stops counting when the images are no longer those that were set: somebody,
 * most likely Git, has changed the template again.
 *
 * @param template the current template, if known (not so for a workloadRef whose ReplicaSet is not there yet)
 */
export function differsFromGit(
  rollout: Rollout,
  template: PodTemplate | undefined,
): boolean {
  const mark = rollout.metadata.annotations?.[DIFFERS_FROM_GIT_ANNOTATION];
  if (mark === undefined) return false;
  const images = mark.split(' ')[2];
  if (!images || !template) return true;
  return images === imageList(allContainers(template));
}
