// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTests {

    private static final Handler ECHO_SUBJECT = request -> request.respond(request.subject());

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void case22_aGroupPrefixesTheSubjectAndLeavesTheName() {
        MicroService service = bench.start(bench.service("grouped")
                .addGroup(
                        "grp1",
                        group -> group.addEndpoint(
                                "e2", EndpointOptions.defaults().subject("foo.bar2"), ECHO_SUBJECT)));

        assertThat(Replies.text(bench.call("grp1.foo.bar2"))).isEqualTo("grp1.foo.bar2");
        assertThat(bench.infoOf(service).at("/endpoints/0/name").asText()).isEqualTo("e2");
        assertThat(bench.infoOf(service).at("/endpoints/0/subject").asText()).isEqualTo("grp1.foo.bar2");
        assertThat(bench.statsOf(service, 0).path("name").asText()).isEqualTo("e2");
        assertThat(bench.statsOf(service, 0).path("subject").asText()).isEqualTo("grp1.foo.bar2");
        Replies.assertNoResponders(bench.call("foo.bar2"));
    }

    @Test
    void groupsNestToAnyDepth() {
        bench.start(bench.service("nested")
                .addGroup("a", a -> a.addGroup("b.c").addGroup("d").addEndpoint("e", ECHO_SUBJECT)));

        assertThat(Replies.text(bench.call("a.b.c.d.e"))).isEqualTo("a.b.c.d.e");
    }

    @Test
    void anEmptyGroupAddsNoPrefix() {
        bench.start(bench.service("empty").addGroup("", group -> group.addEndpoint("plain", ECHO_SUBJECT)));

        assertThat(Replies.text(bench.call("plain"))).isEqualTo("plain");
    }

    @Test
    void anEmptyGroupBelowAndAboveAnotherAddsNoPrefix() {
        bench.start(bench.service("empty").addGroup("", outer -> {
            Group inner = outer.addGroup("in").addGroup("");
            inner.addEndpoint("one", ECHO_SUBJECT);
            inner.addGroup("deep").addEndpoint("two", ECHO_SUBJECT);
        }));

        assertThat(Replies.text(bench.call("in.one"))).isEqualTo("in.one");
        assertThat(Replies.text(bench.call("in.deep.two"))).isEqualTo("in.deep.two");
    }

    @Test
    void case24_aSubGroupThatIsCreatedLaterChangesNoEarlierSubject() {
        MicroService service = bench.keep(bench.service("later").build());
        Group group = service.addGroup("a");
        Endpoint endpoint = group.addEndpoint("first", ECHO_SUBJECT);
        Group sub = group.addGroup("b");
        sub.addEndpoint("second", ECHO_SUBJECT);
        group.addEndpoint("third", ECHO_SUBJECT);
        service.start();

        assertThat(endpoint.subject()).isEqualTo("a.first");
        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "subject"))
                .containsExactly("a.first", "a.b.second", "a.third");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c", "one.*.three", "$SYS.SOMETHING"})
    void case19_aGroupMayHaveSeveralTokensAndStars(String name) {
        MicroService service = bench.start(bench.service("tokens")
                .addGroup(
                        name,
                        group -> group.addEndpoint(
                                "any", EndpointOptions.defaults().subject("*"), ECHO_SUBJECT)));

        assertThat(bench.infoOf(service).at("/endpoints/0/subject").asText()).isEqualTo(name + ".*");
        String subject = name.replace("*", "two") + ".four";
        assertThat(Replies.text(bench.call(subject))).isEqualTo(subject);
    }

    @Test
    void aGroupOfARunningServiceTakesEndpoints() {
        MicroService service = bench.start(bench.service("running"));

        service.addGroup("late").addGroup("group").addEndpoint("e", ECHO_SUBJECT);

        assertThat(Replies.text(bench.call("late.group.e"))).isEqualTo("late.group.e");
    }

    @Test
    void twoGroupsOfOneNameShareTheirPrefix() {
        bench.start(bench.service("twice")
                .addGroup("same", group -> group.addEndpoint("one", ECHO_SUBJECT))
                .addGroup("same", group -> group.addEndpoint("two", ECHO_SUBJECT)));

        assertThat(Replies.text(bench.call("same.one"))).isEqualTo("same.one");
        assertThat(Replies.text(bench.call("same.two"))).isEqualTo("same.two");
    }
}
