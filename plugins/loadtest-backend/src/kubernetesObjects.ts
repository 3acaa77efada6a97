/** What the Kubernetes runner creates, for the tests with a real KEDA. */
export { ownedObjects, SCALED_OBJECTS } from './runners/kubernetes/objects';
