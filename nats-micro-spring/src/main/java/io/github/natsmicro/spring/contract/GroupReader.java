// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.wire.Grammar;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringValueResolver;

/** Reads the groups that the endpoints of a class are in: its own, inside of those of the classes around it. */
final class GroupReader {

    private static final List<Group> NONE = List.of(new Group("", QueueGroup.inherited()));

    private final StringValueResolver values;

    /**
     * A group.
     *
     * @param prefix the beginning of its endpoints' subjects, empty for none
     * @param queueGroup the choice for its endpoints
     */
    record Group(String prefix, QueueGroup queueGroup) {

        Group inside(Group outer) {
            String joined =
                    prefix.isEmpty() || outer.prefix.isEmpty() ? outer.prefix + prefix : outer.prefix + "." + prefix;
            return new Group(joined, queueGroup.equals(QueueGroup.inherited()) ? outer.queueGroup : queueGroup);
        }
    }

    GroupReader(StringValueResolver values) {
        this.values = values;
    }

    /**
     * Reads the groups.
     *
     * @param type the class
     * @param declaring the class or interface of it that declares the endpoint
     * @return the alternatives, at least one
     */
    List<Group> read(Class<?> type, Class<?> declaring) {
        List<NearestAnnotations.Found<NatsGroup>> own = NearestAnnotations.ofType(type, declaring, NatsGroup.class);
        List<Group> around = around(type.getDeclaringClass());
        if (own.isEmpty()) {
            return around.equals(NONE) ? around(declaring.getDeclaringClass()) : around;
        }
        List<Group> outer = around.equals(NONE) ? around(own.get(0).owner().getDeclaringClass()) : around;
        return outer.stream()
                .flatMap(group -> own.stream().map(found -> read(found).inside(group)))
                .toList();
    }

    private List<Group> around(@Nullable Class<?> enclosing) {
        return enclosing == null ? NONE : read(enclosing, enclosing);
    }

    private Group read(NearestAnnotations.Found<NatsGroup> found) {
        NatsGroup group = found.annotation();
        AttributeReader attributes = new AttributeReader(
                values, "@NatsGroup", "@NatsGroup on " + found.owner().getName());
        String prefix = attributes.text("value", group.value());
        attributes.checked(
                () -> Grammar.groupName(SubjectTemplate.parse(prefix).pattern()), "Correct the value of @NatsGroup.");
        return new Group(prefix, attributes.queueGroup(group.queueGroup(), group.queueGroupDisabled()));
    }
}
