/** A Go module of this package's `gomods` folder, with the programs that it pins. */
export interface ProgramGroup {
  name: 'control-plane' | 'kwok' | 'chaos-mesh' | 'keda-operator' | 'helmfile';
  programs: readonly Program[];
}

/** One program: its file name, its Go package, and what is set at link time. */
export interface Program {
  name: string;
  goPackage: string;
  /** Values of string variables, for `-ldflags -X`. */
  variables?: Record<string, string>;
}

const kubernetesVersion = {
  'k8s.io/component-base/version.gitVersion': 'v1.34.4',
  'k8s.io/component-base/version.gitMajor': '1',
  'k8s.io/component-base/version.gitMinor': '34',
  'k8s.io/component-base/version.gitTreeState': 'clean',
};

/** Kubernetes version that helm assumes when it is not connected, and its own. */
const helmVersion = {
  'helm.sh/helm/v3/internal/version.version': 'v3.19.5',
  'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
  'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '34',
  'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': '1',
  'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': '34',
};

const rolloutsVersion = {
  'github.com/argoproj/argo-rollouts/utils/version.version': 'v1.9.2',
};

const kubernetes = (name: string): Program => ({
  name,
  goPackage: `k8s.io/kubernetes/cmd/${name}`,
  variables: kubernetesVersion,
});

/** Every program, in the order in which they are built. KWOK does not compile with Kubernetes 0.34, hence apart. */
export const PROGRAM_GROUPS: readonly ProgramGroup[] = [
  {
    name: 'control-plane',
    programs: [
      { name: 'etcd', goPackage: 'go.etcd.io/etcd/server/v3' },
      kubernetes('kube-apiserver'),
      kubernetes('kube-controller-manager'),
      kubernetes('kube-scheduler'),
      kubernetes('kubectl'),
      {
        name: 'rollouts-controller',
        goPackage: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
        variables: rolloutsVersion,
      },
      {
        name: 'kubectl-argo-rollouts',
        goPackage:
          'github.com/argoproj/argo-rollouts/cmd/kubectl-argo-rollouts',
        variables: rolloutsVersion,
      },
      {
        name: 'helm',
        goPackage: 'helm.sh/helm/v3/cmd/helm',
        variables: helmVersion,
      },
    ],
  },
  {
    name: 'kwok',
    programs: [{ name: 'kwok', goPackage: 'sigs.k8s.io/kwok/cmd/kwok' }],
  },
];

/** Chaos Mesh's controller, and what stands for its daemon on nodes that run nothing. */
export const CHAOS_MESH_GROUP: ProgramGroup = {
  name: 'chaos-mesh',
  programs: [
    {
      name: 'chaos-controller-manager',
      goPackage:
        'github.com/chaos-mesh/chaos-mesh/cmd/chaos-controller-manager',
    },
    { name: 'chaos-daemon-stub', goPackage: './daemon' },
  ],
};

const keda = (name: string, command: string): Program => ({
  name,
  goPackage: `github.com/kedacore/keda/v2/cmd/${command}`,
  variables: { 'github.com/kedacore/keda/v2/version.Version': '2.21.0' },
});

/** KEDA's operator, the adapter from which the autoscaler reads, and the admission webhooks. */
export const KEDA_GROUP: ProgramGroup = {
  name: 'keda-operator',
  programs: [
    keda('keda-operator', 'operator'),
    keda('keda-adapter', 'adapter'),
    keda('keda-webhooks', 'webhooks'),
  ],
};

/** Helmfile, which installs the releases of infra/helmfile with the platform's helm. */
export const HELMFILE_GROUP: ProgramGroup = {
  name: 'helmfile',
  programs: [
    {
      name: 'helmfile',
      goPackage: 'github.com/helmfile/helmfile',
      variables: { 'go.szostok.io/version.version': 'v1.8.0' },
    },
  ],
};

/** Arguments of `go build` for one program. */
export function buildArguments(program: Program, output: string): string[] {
  const variables = Object.entries(program.variables ?? {}).map(
    ([variable, value]) => `-X ${variable}=${value}`,
  );
  return [
    'build',
    '-trimpath',
    '-ldflags',
    ['-s', '-w', ...variables].join(' '),
    '-o',
    output,
    program.goPackage,
  ];
}

/** Environment of every `go` command. */
export const GO_ENVIRONMENT = {
  CGO_ENABLED: '0',
  GOTOOLCHAIN: 'local',
  GOFLAGS: '',
  GOWORK: 'off',
} as const;
