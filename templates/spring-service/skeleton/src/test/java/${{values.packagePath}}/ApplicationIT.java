package ${{ values.package }};

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/** The whole service, over HTTP. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ApplicationIT {
  private final HttpClient client = HttpClient.newHttpClient();

  @Value("$" + "{local.server.port}")
  private int port;

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "${{ values.context }}" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void addsAnItemAndReadsIt() throws Exception {
    HttpResponse<String> added = send("POST", "/api/items", "{\"name\":\"first\"}");
    assertThat(added.statusCode()).isEqualTo(201);

    String location = added.headers().firstValue("Location").orElseThrow();
    String path = location.substring("${{ values.context }}".length());
    assertThat(send("GET", path, "").body()).contains("\"name\":\"first\"");
  }

  @Test
  void refusesABlankNameAndWhatIsNotThere() throws Exception {
    assertThat(send("POST", "/api/items", "{\"name\":\"\"}").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/api/items/999999", "").statusCode()).isEqualTo(404);
  }

  @Test
  void saysThatItIsHealthyWhereTheChartAsks() throws Exception {
    assertThat(send("GET", "/actuator/health", "").body()).contains("\"status\":\"UP\"");
  }

  @Test
  void countsItsRequestsForPrometheus() throws Exception {
    send("GET", "/api/items", "");
    assertThat(send("GET", "/actuator/prometheus", "").body())
        .contains("http_server_requests_seconds_count");
  }

  @Test
  void showsNothingElseOfTheActuator() throws Exception {
    assertThat(send("GET", "/actuator/env", "").statusCode()).isEqualTo(404);
  }
}
