// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.codec;

import io.github.natsmicro.codec.PayloadCodec;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What a caller accepts, the most welcome first.
 *
 * @param types the content types, which may have wildcards
 * @param refused those that the caller does not want though others include them
 */
record AcceptedTypes(List<MimeType> types, List<MimeType> refused) {

    /** Each type is compared with each other; no honest caller has so many. */
    private static final int MAX_LENGTH = 4096;

    /** A codec, and what it is to declare. */
    record Choice(PayloadCodec codec, String contentType) {}

    static AcceptedTypes parse(String accept) {
        if (accept.length() > MAX_LENGTH) {
            throw new NotAcceptableException(accept.substring(0, MAX_LENGTH) + "...");
        }
        try {
            List<MimeType> all = MimeTypeUtils.parseMimeTypes(accept);
            return new AcceptedTypes(
                    all.stream()
                            .filter(type -> quality(type) > 0)
                            // The order of what is equally welcome stays.
                            .sorted(Comparator.comparingDouble(AcceptedTypes::quality)
                                    .reversed()
                                    .thenComparing(AcceptedTypes::vagueness))
                            .toList(),
                    all.stream().filter(type -> quality(type) <= 0).toList());
        } catch (InvalidMimeTypeException ex) {
            throw new NotAcceptableException(accept);
        }
    }

    private static double quality(MimeType type) {
        String quality = type.getParameter("q");
        try {
            return quality == null ? 1 : Double.parseDouble(quality);
        } catch (NumberFormatException ex) {
            return 0;
        }
    }

    private static int vagueness(MimeType type) {
        return type.isWildcardType() ? 2 : type.isWildcardSubtype() ? 1 : 0;
    }

    /** The first codec that writes one of the types. */
    @Nullable
    Choice choose(List<PayloadCodec> codecs) {
        for (MimeType accepted : types) {
            for (PayloadCodec codec : codecs) {
                for (String own : codec.contentTypes()) {
                    MimeType offered = MimeType.valueOf(own);
                    String chosen = concrete(accepted, offered, codec);
                    if (accepted.isCompatibleWith(offered) && !isRefused(chosen)) {
                        return new Choice(codec, chosen);
                    }
                }
            }
        }
        return null;
    }

    private boolean isRefused(String contentType) {
        return !refused.isEmpty() && refused.stream().anyMatch(type -> type.includes(MimeType.valueOf(contentType)));
    }

    private static String concrete(MimeType accepted, MimeType offered, PayloadCodec codec) {
        if (offered.isConcrete()) {
            return offered.toString();
        }
        return accepted.isConcrete() ? plain(accepted) : codec.contentTypes().get(0);
    }

    private static String plain(MimeType type) {
        return type.getType() + "/" + type.getSubtype();
    }

    /** The first type that says what it is, for a payload that may be anything. */
    String firstConcrete(String otherwise) {
        return types.stream()
                .filter(MimeType::isConcrete)
                .map(AcceptedTypes::plain)
                .findFirst()
                .orElse(otherwise);
    }
}
