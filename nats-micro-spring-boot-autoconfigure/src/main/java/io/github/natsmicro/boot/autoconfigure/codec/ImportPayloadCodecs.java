// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.codec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** Brings the codecs, which services and clients share, be there both or one of them. The order is that of the choice. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import({
    PayloadCodecConfiguration.Jackson3.class,
    PayloadCodecConfiguration.Jackson2.class,
    PayloadCodecConfiguration.BuiltIn.class,
    PayloadCodecConfiguration.Protobuf.class,
    PayloadCodecConfiguration.Choice.class
})
public @interface ImportPayloadCodecs {}
