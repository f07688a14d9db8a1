// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.codec;

/** A payload as it is sent, and what it is. */
public final class EncodedPayload {

    private final byte[] data;
    private final String contentType;

    EncodedPayload(byte[] data, String contentType) {
        this.data = data;
        this.contentType = contentType;
    }

    /**
     * The bytes. The array is not copied.
     *
     * @return the bytes, empty if there are none
     */
    public byte[] data() {
        return data;
    }

    /**
     * What they are.
     *
     * @return the content type
     */
    public String contentType() {
        return contentType;
    }
}
