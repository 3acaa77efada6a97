/** Annotation with the user who launched a fault: `user:default/olga`. */
export const STARTED_BY_ANNOTATION = 'slipway.io/started-by';
/** Annotation with why it was launched. */
export const PURPOSE_ANNOTATION = 'slipway.io/purpose';
/** Label with the part of a joint run that a fault is; its value is made from the id of the part. */
export const PART_LABEL = 'slipway.io/part';
