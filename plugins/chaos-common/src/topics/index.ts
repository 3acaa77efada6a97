export * from './topics';
export { faultRefSchema, faultRowSchema } from './rowSchema';
export {
  faultChildSchema,
  faultCoreSchema,
  faultEventSchema,
  haltStateSchema,
  podFactsSchema,
  targetRecordSchema,
} from './detailSchema';
