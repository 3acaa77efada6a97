/** A provider that is built from its Go module: it does what it does anywhere. */
export interface RealProvider {
  name: string;
  version: string;
  goPackage: string;
}

/** A provider of which only the schema is to be had; what it applies is simulated. */
export interface SimulatedProvider {
  name: string;
  version: string;
  /** The package on PyPI that holds its generated bindings, and its version. */
  wheel: string;
  wheelVersion: string;
}

/** Providers of the local cloud. `gomods/providers/go.mod` pins them. */
export const REAL_PROVIDERS: readonly RealProvider[] = [
  {
    name: 'local',
    version: '2.9.0',
    goPackage: 'github.com/terraform-providers/terraform-provider-local',
  },
  {
    name: 'time',
    version: '0.14.2',
    goPackage: 'github.com/hashicorp/terraform-provider-time',
  },
];

const simulated = (
  name: string,
  version: string,
  wheelVersion: string,
): SimulatedProvider => ({
  name,
  version,
  wheel: `cdktn-provider-${name}`,
  wheelVersion,
});

/** Providers of the clouds. A wheel holds the bindings of exactly one version. */
export const SIMULATED_PROVIDERS: readonly SimulatedProvider[] = [
  simulated('aws', '6.69.1', '25.8.1'),
  simulated('azurerm', '5.10.0', '18.9.0'),
  simulated('google', '8.7.0', '21.1.0'),
];
