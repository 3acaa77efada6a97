/** What the command line prints when it is asked for help. */
export const HELP = `real-stack: a real Kubernetes control plane, Argo Rollouts and Prometheus on loopback

  build [--only a,b] [--with chaos-mesh,keda,keda-operator,trivy,locust,helmfile,eureka,opensearch]
                                build the pinned programs into the cache, one at a time, resumable; add-ons only when named
  status [--json]               is Go there, is everything built, which instances exist
  up [--name N] [--services all|none|a,b] [--with chaos-mesh,keda,keda-operator,trivy] [--cluster-name C] [--foreground-parent PID] [--json]
                                start an instance, or repair it; an add-on that it got once it keeps
  down [--name N | --all] [--wipe]
                                end an instance; --wipe forgets its data and ports
  list [--json]                 instances of this checkout
  kubectl [--name N] -- …       kubectl as the instance's admin
  argo [--name N] -- …          kubectl argo rollouts, likewise
  helm [--name N] -- …          helm, likewise
  helmfile [--name N] -- …      helmfile with our own "helm diff", likewise; after "build --with helmfile"
  logs [--name N] [--lines N] COMPONENT
                                last lines of a component's log
  reset-services [--name N] [--only a,b]
                                install the services again, as they were at the start
  check-chart [--junit FILE]    lint and render infra/charts/spring-service with the real helm
  selftest [--junit FILE]       two instances side by side, a canary promoted, a bad one aborted, nothing left behind

The instance is "default" where no --name is given.`;
