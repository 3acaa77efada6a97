import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of OpenSearch on loopback, without security: {@code <port> <folder>}. The class of the
 * distribution that starts a node also locks memory and refuses root, and looks for modules in
 * folders; this one has HTTP and nothing more.
 */
public final class OpenSearchNode extends Node {
  private OpenSearchNode(Settings settings) {
    super(
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "slipway"),
        List.of(Netty4Plugin.class),
        false);
  }

  public static void main(String[] arguments) throws Exception {
    OpenSearchNode node =
        new OpenSearchNode(
            Settings.builder()
                .put("path.home", Path.of(arguments[1]).toAbsolutePath().toString())
                .put("cluster.name", "slipway")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", arguments[0])
                .put("transport.port", "0")
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build());
    node.start();
    // Its own threads keep no process alive.
    new CountDownLatch(1).await();
  }
}
