import { z } from 'zod/v3';

/** Name of an object in Kubernetes. */
export const kubernetesName = z
  .string()
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters')
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    'must be a Kubernetes name: small letters, digits, "-" and "."',
  );
