// SPDX-License-Identifier: Apache-2.0
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Makes the requests of the tour, prints them with their replies, and says of each reply whether it is right. */
public class Tour {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Connection nats;
    private final String actuator;
    private final boolean ownServer;
    private int wrong;

    private Tour(Connection nats, String actuator, boolean ownServer) {
        this.nats = nats;
        this.actuator = actuator;
        this.ownServer = ownServer;
    }

    /** Takes the URL of the server, the base URL of the demo, and "own" if nobody else uses the server. */
    public static void main(String[] args) throws Exception {
        try (Connection nats = Nats.connect(args[0])) {
            Tour tour = new Tour(nats, args[1] + "/actuator/natsmicro", args[2].equals("own"));
            tour.run();
            if (tour.wrong > 0) {
                System.err.println("Not every reply was right: " + tour.wrong + " wrong.");
                System.exit(1);
            }
        }
        System.out.println("\nEvery reply was right.");
    }

    private void run() throws Exception {
        String greeting = "Hello, world!";
        String echo = request("demo.echo", greeting);
        System.out.println(echo);
        expect(echo.equals(greeting), "the same bytes");

        // Other services may answer too on a server that is shared, so the demo's own id is asked of itself.
        String id = get(actuator).at("/services/0/id").asText();

        JsonNode ping = discover(ownServer ? "$SRV.PING" : "$SRV.PING.demo-service." + id);
        expect(
                ping.path("type").asText().equals("io.nats.micro.v1.ping_response")
                        && ping.path("name").asText().equals("demo-service")
                        && ping.path("version").asText().equals("1.0.0")
                        && ping.path("id").asText().equals(id),
                "the service with its name, version and id");

        JsonNode info = discover("$SRV.INFO.demo-service." + id);
        expect(
                info.path("description").asText().equals("Demo service")
                        && info.at("/endpoints/0/name").asText().equals("echo")
                        && info.at("/endpoints/0/subject").asText().equals("demo.echo"),
                "the endpoint echo on demo.echo");

        awaitCount("$SRV.STATS.demo-service." + id);
        JsonNode stats = discover("$SRV.STATS.demo-service." + id);
        JsonNode endpoint = stats.at("/endpoints/0");
        expect(
                (!ownServer || endpoint.path("num_requests").asLong() == 1)
                        && endpoint.path("num_errors").asLong() == 0
                        && endpoint.path("last_error").asText("?").isEmpty(),
                "the request counted, and no error");

        System.out.println("\nGET " + actuator);
        JsonNode page = get(actuator);
        System.out.println(page.toPrettyString());
        expect(page.at("/services/0").equals(stats), "the same document as $SRV.STATS");
    }

    private JsonNode discover(String subject) throws Exception {
        JsonNode document = json.readTree(request(subject, ""));
        System.out.println(document.toPrettyString());
        return document;
    }

    private String request(String subject, String data) throws Exception {
        System.out.println("\nREQUEST " + subject + (data.isEmpty() ? "" : "  " + data));
        return exchange(subject, data);
    }

    private String exchange(String subject, String data) throws Exception {
        Message reply = nats.request(subject, data.getBytes(StandardCharsets.UTF_8), TIMEOUT);
        if (reply == null) {
            throw new IllegalStateException("Nobody answered on " + subject + " within " + TIMEOUT.toSeconds() + " s.");
        }
        return new String(reply.getData(), StandardCharsets.UTF_8);
    }

    /** A request is counted when its handler has ended, which is a moment after its reply. */
    private void awaitCount(String subject) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (ownServer
                && json.readTree(exchange(subject, "")).at("/endpoints/0/num_requests").asLong() == 0
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private JsonNode get(String url) throws Exception {
        HttpRequest get = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        HttpResponse<String> response = http.send(get, HttpResponse.BodyHandlers.ofString());
        return json.readTree(response.body());
    }

    private void expect(boolean right, String what) {
        if (right) {
            System.out.println("  ok: " + what);
        } else {
            wrong++;
            System.out.println("  WRONG: this should have been " + what + ".");
        }
    }
}
