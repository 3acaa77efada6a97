export * from './topics';
export { detailFromItems, detailItems, type DetailValue } from './detailItems';
