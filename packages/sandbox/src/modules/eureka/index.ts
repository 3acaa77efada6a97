/**
 * The Eureka server of each namespace and the health groups of the services:
 * no kind of the clusters, so no module of `MODULES`. `ServicesServer` serves them.
 */
export { eurekaAnswer } from './answers';
export { healthAnswer } from './health';
export { Registry } from './Registry';
export type { Instance } from './Registry';
