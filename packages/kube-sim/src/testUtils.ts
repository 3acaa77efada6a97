/**
 * What tests of kinds share: objects to send, and what becomes of them.
 *
 * @packageDocumentation
 */
import { withDefaults } from './store/defaults';
import { DecodingError } from './store/goDecoding';
import { JsonRecord } from './store/json';
import { validateKind } from './store/kindRules';
import { MemoryStore } from './store/MemoryStore';
import { readShape } from './store/shape';
import { ApiError, Json, ResourceType } from './store/types';

/** Labels of {@link template}. */
export const labels = { app: 'x' };

/** A pod template with one container. */
export const template = (
  container: JsonRecord = {},
  spec: JsonRecord = {},
): Json => ({
  metadata: { labels },
  spec: {
    containers: [{ name: 'app', image: 'e/x:1', ...container }],
    ...spec,
  },
});

/** An object named `x` with this spec. */
export const object = (kind: string, spec: Json): JsonRecord => ({
  kind,
  apiVersion: 'v1',
  metadata: { name: 'x' },
  spec,
});

/** What a store makes of objects of these kinds, without keeping them. */
export function kindsUnderTest(
  store: MemoryStore,
  kinds: readonly ResourceType[],
) {
  const typeOf = (kind: string) => {
    const found = kinds.find(type => type.kind === kind);
    if (!found) throw new Error(`There is no ${kind}.`);
    return found;
  };
  return {
    typeOf,
    /** Reads and validates; what was refused in the words of the API server, without what follows from it. */
    answer(kind: string, sent: JsonRecord, current?: JsonRecord): string {
      const type = typeOf(kind);
      const read = (value: JsonRecord) =>
        withDefaults(
          type,
          readShape(store, type, structuredClone(value)).object,
        );
      try {
        validateKind(store, type, read(sent), current && read(current));
        return 'taken';
      } catch (error) {
        if (error instanceof DecodingError) return error.message;
        if (!(error instanceof ApiError)) throw error;
        const { causes } = error.details as {
          causes: Array<{ field: string; message: string }>;
        };
        return causes
          .filter(({ field }) => field !== '<nil>')
          .map(({ field, message }) => `${field}: ${message}`)
          .join('\n');
      }
    },
  };
}
