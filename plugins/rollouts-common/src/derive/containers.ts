import { Container, PodTemplate } from '../raw/types';
import { ContainerView } from '../types';

/** Containers of a template, init containers first. */
export function containerViews(
  template: PodTemplate | undefined,
): ContainerView[] {
  const view = (init: boolean) => (container: Container) => ({
    name: container.name,
    image: container.image,
    init,
  });
  return [
    ...(template?.spec?.initContainers ?? []).map(view(true)),
    ...(template?.spec?.containers ?? []).map(view(false)),
  ];
}
