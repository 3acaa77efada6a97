import {
  CatalogProcessor,
  CatalogProcessorResult,
} from '@backstage/plugin-catalog-node';
import { InstallationPaths } from './InstallationPaths';

/** A processor that reads locations. */
export type Reader = CatalogProcessor &
  Required<Pick<CatalogProcessor, 'readLocation'>>;

/** The reader, whose errors name files as users may see them: they become the status of an entity, which everybody reads. */
export function pathlessReader(
  reader: Reader,
  paths: InstallationPaths,
): Reader {
  const passed = (item: CatalogProcessorResult): CatalogProcessorResult => {
    if (item.type === 'error') {
      item.error.message = paths.withoutFolders(item.error.message);
    }
    return item;
  };
  return {
    // Not the name of the catalog's own reader, which stays where it is.
    getProcessorName: () => `slipway-pathless-${reader.getProcessorName()}`,
    // Before it: the first that reads a location is the last.
    getPriority: () => 15,
    readLocation: (location, optional, emit, parser, cache) =>
      reader.readLocation(
        location,
        optional,
        item => emit(passed(item)),
        parser,
        cache,
      ),
  };
}
