import { chaosFaultTopic, FaultDetail } from '@slipway/plugin-chaos-common';

/** What came in of one fault, in the order that its page shows; undefined without its core. */
export function detailOf(
  items: ReadonlyMap<string, unknown>,
): FaultDetail | undefined {
  const { valuesOf } = chaosFaultTopic;
  const [core] = valuesOf(items, 'core');
  if (!core) return undefined;
  return {
    core,
    records: valuesOf(items, 'record').sort(
      (a, b) => a.side.localeCompare(b.side) || a.id.localeCompare(b.id),
    ),
    events: valuesOf(items, 'event').sort((a, b) =>
      b.lastAt.localeCompare(a.lastAt),
    ),
    children: valuesOf(items, 'child').sort(
      (a, b) =>
        (b.startedAt ?? '').localeCompare(a.startedAt ?? '') ||
        a.name.localeCompare(b.name),
    ),
  };
}
