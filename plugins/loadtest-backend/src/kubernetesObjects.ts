/** What the Kubernetes runner creates, for the tests with a real KEDA. */
export {
  JOBS,
  masterJob,
  ownedObjects,
  SCALED_OBJECTS,
} from './runners/kubernetes/objects';
