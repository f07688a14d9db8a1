// SPDX-License-Identifier: Apache-2.0
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
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
    private final String door;
    private final String actuator;
    private final boolean ownServer;
    private int wrong;

    private Tour(Connection nats, String door, boolean ownServer) {
        this.nats = nats;
        this.door = door;
        this.actuator = door + "/actuator/natsmicro/demo-service";
        this.ownServer = ownServer;
    }

    /** Takes the URL of the server, the base URL of the demo, and "own" if nobody else uses the server. */
    public static void main(String[] args) throws Exception {
        try (Connection nats = Nats.connect(args[0])) {
            Tour tour = new Tour(nats, args[1], args[2].equals("own"));
            tour.seeTheEcho();
            tour.seeTheOrders();
            tour.seeTheDoor();
            if (tour.wrong > 0) {
                System.err.println("Not every reply was right: " + tour.wrong + " wrong.");
                System.exit(1);
            }
        }
        System.out.println("\nEvery reply was right.");
    }

    private void seeTheEcho() throws Exception {
        String greeting = "Hello, world!";
        String echo = request("demo.echo", greeting);
        System.out.println(echo);
        expect(echo.equals(greeting), "the same bytes");

        // Other services may answer too on a server that is shared, so the demo's own id is asked of itself.
        String id = get(actuator).at("/services/0/id").asText();

        JsonNode ping = discover(ownServer ? "$SRV.PING.demo-service" : "$SRV.PING.demo-service." + id);
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

    private void seeTheOrders() throws Exception {
        JsonNode order = json.readTree(shown(ask("orders.create", "{\"sku\":\"tea\",\"quantity\":3}")));
        String id = order.path("id").asText();
        expect(order.path("quantity").asInt() == 3 && id.matches("\\w+"), "the order with an id");

        Message refused = ask("orders.create", "{\"sku\":\"\",\"quantity\":1001}");
        shown(refused);
        expect(
                header(refused, "Nats-Service-Error-Code").equals("400")
                        && json.readTree(refused.getData()).path("errors").size() == 2,
                "the error 400, with both fields");

        expect(json.readTree(shown(ask("orders.get." + id, ""))).equals(order), "the same order");

        Message unknown = ask("orders.get.nothing", "");
        shown(unknown);
        expect(header(unknown, "Nats-Service-Error-Code").equals("404"), "the error 404");

        JsonNode quote = json.readTree(shown(ask("orders.quote", "{\"sku\":\"tea\",\"quantity\":4}")));
        expect(quote.path("price").decimalValue().intValueExact() == 10, "the price");

        System.out.println("\nREQUEST orders.export");
        String inbox = nats.createInbox();
        Subscription replies = nats.subscribe(inbox);
        nats.publish("orders.export", inbox, new byte[0]);
        boolean exported = false;
        Message next = replies.nextMessage(TIMEOUT);
        while (next != null && next.getData().length > 0) {
            exported |= json.readTree(shown(next)).equals(order);
            next = replies.nextMessage(TIMEOUT);
        }
        expect(exported && next != null, "all orders, and an empty message at the end");
    }

    private void seeTheDoor() throws Exception {
        String order = "{\"sku\":\"rice\",\"quantity\":1}";
        System.out.println("\nPOST " + door + "/orders  " + order);
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(door + "/orders"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(order));
        HttpResponse<String> created = send(post);
        System.out.println(created.body());
        expect(created.statusCode() == 201, "the order, taken by the service");

        System.out.println("\nGET " + door + "/orders  Accept: text/event-stream");
        HttpResponse<String> events = send(
                HttpRequest.newBuilder(URI.create(door + "/orders")).header("Accept", "text/event-stream"));
        System.out.println(events.body().strip());
        expect(events.body().contains("data:" + created.body()), "all orders as events");

        System.out.println("\nGET " + door + "/orders/nothing");
        HttpResponse<String> unknown = send(HttpRequest.newBuilder(URI.create(door + "/orders/nothing")));
        System.out.println(unknown.body());
        expect(unknown.statusCode() == 404, "the status 404");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Message ask(String subject, String data) throws Exception {
        System.out.println("\nREQUEST " + subject + (data.isEmpty() ? "" : "  " + data));
        return answer(subject, data);
    }

    private String shown(Message message) {
        String error = header(message, "Nats-Service-Error-Code");
        String text = new String(message.getData(), StandardCharsets.UTF_8);
        if (!error.isEmpty()) {
            System.out.println("ERROR " + error + " " + header(message, "Nats-Service-Error"));
        }
        if (!text.isEmpty()) {
            System.out.println(text);
        }
        return text;
    }

    private static String header(Message message, String name) {
        String value = message.hasHeaders() ? message.getHeaders().getFirst(name) : null;
        return value == null ? "" : value;
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
        return new String(answer(subject, data).getData(), StandardCharsets.UTF_8);
    }

    private Message answer(String subject, String data) throws Exception {
        Message reply = nats.request(subject, data.getBytes(StandardCharsets.UTF_8), TIMEOUT);
        if (reply == null) {
            throw new IllegalStateException("Nobody answered on " + subject + " within " + TIMEOUT.toSeconds() + " s.");
        }
        return reply;
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
        return json.readTree(send(HttpRequest.newBuilder(URI.create(url))).body());
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
