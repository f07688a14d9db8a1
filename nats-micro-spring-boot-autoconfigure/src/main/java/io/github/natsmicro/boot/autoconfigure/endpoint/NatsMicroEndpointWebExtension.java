// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.client.RequestException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Gives what the endpoint refuses a status of HTTP, and a body that says in a sentence why. */
@EndpointWebExtension(endpoint = NatsMicroEndpoint.class)
public final class NatsMicroEndpointWebExtension {

    private static final int CONFLICT = 409;

    private final NatsMicroEndpoint endpoint;

    /**
     * Creates the extension.
     *
     * @param endpoint answers
     */
    public NatsMicroEndpointWebExtension(NatsMicroEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * All services.
     *
     * @param scope as for {@link NatsMicroEndpoint#services(String)}
     * @return 200 with the documents; 400 for another scope, 503 if the fleet could not be asked
     */
    @ReadOperation
    public WebEndpointResponse<Object> services(@Nullable String scope) {
        return answer(() -> this.endpoint.services(scope));
    }

    /**
     * The services of a name, or the one with an id.
     *
     * @param nameOrId the name or the id
     * @param scope as for {@link NatsMicroEndpoint#service(String, String)}
     * @return 200 with the documents; 404 if there is no such service, 400 for another scope, 503 if the fleet could not be
     *     asked
     */
    @ReadOperation
    public WebEndpointResponse<Object> service(@Selector String nameOrId, @Nullable String scope) {
        return answer(() -> this.endpoint.service(nameOrId, scope));
    }

    /**
     * Pauses, resumes or resets an endpoint.
     *
     * @param id the id of its service
     * @param endpoint as for {@link NatsMicroEndpoint#change}
     * @param action as for {@link NatsMicroEndpoint#change}
     * @return 200 with the endpoint as it is now; 404 if there is no such service or endpoint, 400 if it is not clear which
     *     endpoint is meant or what is to be done, 409 if it could not be done
     */
    @WriteOperation
    public WebEndpointResponse<Object> change(@Selector String id, @Selector String endpoint, @Nullable String action) {
        return answer(() -> this.endpoint.change(id, endpoint, action));
    }

    private static WebEndpointResponse<Object> answer(Supplier<@Nullable Object> operation) {
        try {
            Object body = operation.get();
            return body == null
                    ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                    : new WebEndpointResponse<>(body);
        } catch (InvalidEndpointRequestException ex) {
            return refusal(WebEndpointResponse.STATUS_BAD_REQUEST, ex);
        } catch (IllegalStateException ex) {
            return refusal(CONFLICT, ex);
        } catch (RequestException ex) {
            return refusal(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, ex);
        }
    }

    private static WebEndpointResponse<Object> refusal(int status, RuntimeException failure) {
        return new WebEndpointResponse<>(Map.of("error", String.valueOf(failure.getMessage())), status);
    }
}
