import { kubeconfigCluster } from '../kubeconfig';

/**
 * Reads contexts of a kubeconfig in a process of its own and prints what came
 * of each as JSON: the Kubernetes client is an ES module, which the test
 * runner cannot load.
 *
 * Arguments: pairs of a file and a context.
 */
async function main(args: string[]) {
  const pairs = args.flatMap((file, index) =>
    index % 2 === 0 ? [[file, args[index + 1]]] : [],
  );
  const found = await Promise.all(
    pairs.map(async ([file, context]) => {
      const cluster = kubeconfigCluster({ file, context, allowActions: false });
      const [endpoint, credential] = await Promise.all(
        [cluster.endpoint(), cluster.credential()].map(reading =>
          reading.catch((error: Error) => ({ error: error.message })),
        ),
      );
      return { endpoint, credential };
    }),
  );
  process.stdout.write(JSON.stringify(found));
}

main(process.argv.slice(2));
