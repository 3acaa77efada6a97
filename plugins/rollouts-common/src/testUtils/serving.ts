import { RolloutDetail } from '../types';

interface Serving {
  shares: Array<{
    percent: number;
    podTemplateHash?: string;
    revision?: number;
  }>;
  unknown?: string;
}

/** Who serves, as far as it is derived. */
export const servingOf = ({ core }: RolloutDetail): Serving =>
  (core as RolloutDetail['core'] & { serving?: Serving }).serving ?? {
    shares: [{ percent: 100 }],
  };
