import { InputError } from '@backstage/errors';
import { JsonPatchOperation } from '@slipway/plugin-clusters-common';
import { list, object, string } from '@slipway/plugin-clusters-common/read';
import { PodTemplate } from '../raw/types';
import { RolloutActionArgs } from '../types';
import { cleanTemplate, TemplateHolder } from './templates';
import { test } from './operations';

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/**
 * Sets images of init, main and ephemeral containers, each guarded by a test
 * on the image that was read; `*` means all.
 *
 * @throws InputError when a container is not there or no image would change
 * @see pkg/kubectl-argo-rollouts/cmd/set/set_image.go `newRolloutSetImage`
 */
export function setImageOperations(
  holder: TemplateHolder,
  images: RolloutActionArgs['set-image']['images'],
): {
  next: PodTemplate;
  operations: JsonPatchOperation[];
  before: Record<string, string>;
  after: Record<string, string>;
} {
  const next = cleanTemplate(holder.template);
  const spec = object(next.spec);
  const slots = LISTS.flatMap(field =>
    list(spec[field]).map((container, index) => ({
      container,
      name: string(container.name) ?? '',
      image: string(container.image) ?? '',
      path: `${holder.path}/spec/${field}/${index}/image`,
    })),
  );
  const operations: JsonPatchOperation[] = [];
  const before: Record<string, string> = {};
  const after: Record<string, string> = {};
  for (const { container: wanted, image } of images) {
    const matching = slots.filter(
      slot => wanted === '*' || slot.name === wanted,
    );
    if (matching.length === 0) {
      throw new InputError(
        `There is no container ${wanted}; there are ${
          slots.map(slot => slot.name).join(', ') || 'none'
        }.`,
      );
    }
    for (const slot of matching) {
      if (slot.image === image) continue;
      operations.push(test(slot.path, slot.image), {
        op: 'replace',
        path: slot.path,
        value: image,
      });
      before[slot.name] = slot.image;
      after[slot.name] = image;
      slot.container.image = image;
    }
  }
  if (operations.length === 0) {
    throw new InputError(
      'Nothing would change: the containers have these images already.',
    );
  }
  return { next: next as PodTemplate, operations, before, after };
}
