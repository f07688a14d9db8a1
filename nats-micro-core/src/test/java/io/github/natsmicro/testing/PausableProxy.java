// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and a server on the loopback interface, and can stop reading what the client sends: what a
 * network does that has gone, or a server that can not keep up. What the server sends is passed on all the same.
 */
public final class PausableProxy implements AutoCloseable {

    /** Small, so that the client's queue fills and not the system's. */
    private static final int SOCKET_BUFFER = 16 * 1024;

    private final ServerSocket listening;
    private final int serverPort;
    private final List<Passage> passages = new CopyOnWriteArrayList<>();

    private PausableProxy(ServerSocket listening, int serverPort) {
        this.listening = listening;
        this.serverPort = serverPort;
    }

    /** One client, and its connection to the server. */
    private record Passage(Socket client, Socket server, Gate gate) {

        void close() {
            try (client;
                    server) {
                gate.open();
            } catch (IOException ex) {
                // It goes with its sockets.
            }
        }
    }

    /** Open or shut. */
    private static final class Gate {

        private volatile CountDownLatch opened = new CountDownLatch(0);

        synchronized void shut() {
            opened = opened.getCount() == 0 ? new CountDownLatch(1) : opened;
        }

        synchronized void open() {
            opened.countDown();
        }

        void pass() throws InterruptedException {
            opened.await();
        }
    }

    /**
     * Starts a proxy.
     *
     * @param server where it leads
     * @return the proxy, which the caller closes
     */
    public static PausableProxy to(NatsServer server) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReceiveBufferSize(SOCKET_BUFFER);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            PausableProxy proxy = new PausableProxy(listening, server.port());
            start(proxy::accept);
            return proxy;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Where clients connect to.
     *
     * @return the URL
     */
    public String url() {
        return "nats://127.0.0.1:" + listening.getLocalPort();
    }

    /** Stops reading what the clients send that are connected now. */
    public void pause() {
        passages.forEach(passage -> passage.gate().shut());
    }

    /** Goes on reading. */
    public void resume() {
        passages.forEach(passage -> passage.gate().open());
    }

    @Override
    public void close() {
        try (listening) {
            passages.forEach(Passage::close);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "pausable-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Passage passage =
                        new Passage(client, new Socket(InetAddress.getLoopbackAddress(), serverPort), new Gate());
                passages.add(passage);
                start(() -> pass(passage, passage.client(), passage.server(), passage.gate()));
                start(() -> pass(passage, passage.server(), passage.client(), new Gate()));
            } catch (IOException ex) {
                // The proxy has been closed, or the server is gone.
            }
        }
    }

    private void pass(Passage passage, Socket from, Socket to, Gate gate) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[SOCKET_BUFFER];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                gate.pass();
                out.write(buffer, 0, length);
                gate.pass();
            }
        } catch (IOException ex) {
            // One of the two has hung up, and so must the other.
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            passages.remove(passage);
            passage.close();
        }
    }
}
