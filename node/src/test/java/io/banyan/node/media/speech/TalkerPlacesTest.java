package io.banyan.node.media.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TalkerPlacesTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int NONE = TalkerPlaces.NONE;

    private final TalkerPlaces<Person> places = new TalkerPlaces<>(2, PlaceRules.HEARD);
    private final Person ada = new Person();
    private final Person bea = new Person();
    private final Person cem = new Person();
    private long nowNanos = 1_795_000_000_000_000_000L;

    private record Person(Voice voice) implements Talker {
        Person() {
            this(new Voice());
        }
    }

    @Test
    void shouldGiveFreePlacesToAnybodyAndKeepThem() {
        assertThat(places.fill(ada)).isZero();
        assertThat(places.fill(ada)).isEqualTo(NONE);
        assertThat(places.fill(bea)).isEqualTo(1);
        assertThat(places.fill(cem)).isEqualTo(NONE);
        assertThat(places.claim(ada, nowNanos)).isEqualTo(NONE);
    }

    @Test
    void shouldGiveWhoBeginsThePlaceOfWhoWasHeardLongestAgo() {
        talk(1_000, ada);
        places.claim(ada, nowNanos);
        talk(1_000, bea);
        places.claim(bea, nowNanos);
        pass(500);
        talk(40, cem);

        assertThat(places.claim(cem, nowNanos)).isZero();
        assertThat(places.at(0)).isSameAs(cem);
        assertThat(places.at(1)).isSameAs(bea);
        assertThat(places.holds(ada)).isFalse();
    }

    @Test
    void shouldPreferThePlaceOfWhoWasNeverHeard() {
        talk(1_000, ada);
        places.claim(ada, nowNanos);
        places.fill(bea);
        pass(5_000);
        talk(40, cem);

        assertThat(places.claim(cem, nowNanos)).isEqualTo(1);
    }

    @Test
    void shouldLeaveThoseAloneWhoTalk() {
        talk(1_000, ada, bea);
        places.claim(ada, nowNanos);
        places.claim(bea, nowNanos);
        talk(3_000, ada, bea, cem);

        assertThat(places.claim(cem, nowNanos)).isEqualTo(NONE);
    }

    @Test
    void shouldGiveWayToWhoIsMuchLouderAndGoesOn() {
        talk(1_000, ada, bea);
        places.claim(ada, nowNanos);
        places.claim(bea, nowNanos);
        for (int i = 0; i < 10; i++) {
            level(30, ada);
            level(45, bea);
            level(30, cem);
            pass(20);
        }
        assertThat(places.claim(cem, nowNanos)).isEqualTo(NONE);
        for (int i = 0; i < 20; i++) {
            level(30, ada);
            level(45, bea);
            level(30, cem);
            pass(20);
        }
        assertThat(places.claim(cem, nowNanos)).isEqualTo(1);
        assertThat(places.claim(bea, nowNanos)).isEqualTo(NONE);
    }

    @Test
    void shouldKeepPicturesForSecondsHoweverLoudTheOthersAre() {
        TalkerPlaces<Person> pictures = new TalkerPlaces<>(1, PlaceRules.SEEN);
        talk(500, ada);
        pictures.claim(ada, nowNanos);
        pass(1_000);
        for (int i = 0; i < 25; i++) {
            level(10, bea);
            pass(20);
        }
        assertThat(pictures.claim(bea, nowNanos)).isEqualTo(NONE);
        talk(600, bea);
        assertThat(pictures.claim(bea, nowNanos)).isZero();
    }

    @Test
    void shouldMoveUpWhenAPlaceIsTakenAway() {
        places.fill(ada);
        places.fill(bea);
        places.addPlace();
        assertThat(places.fill(cem)).isEqualTo(2);
        places.removePlace(1);

        assertThat(places.count()).isEqualTo(2);
        assertThat(places.placeOf(cem)).isEqualTo(1);
        assertThat(places.holds(bea)).isFalse();
    }

    @Test
    void shouldGiveNothingWhereThereAreNoPlaces() {
        assertThat(new TalkerPlaces<Person>(0, PlaceRules.HEARD).claim(ada, nowNanos))
                .isEqualTo(NONE);
    }

    /** Twelve people who take turns, three at most at a time: whoever talks has one of five places within two packets. */
    @Test
    void shouldHearEveryTalkerWithinTwoPacketsWhileThereArePlaces() {
        SplittableRandom random = new SplittableRandom(7);
        TalkerPlaces<Person> heard = new TalkerPlaces<>(5, PlaceRules.HEARD);
        List<Person> people = Stream.generate(Person::new).limit(12).toList();
        int changes = 0;
        for (int turn = 0; turn < 500; turn++) {
            List<Person> talkers = new ArrayList<>();
            while (talkers.size() < 1 + turn % 3) {
                Person next = people.get(random.nextInt(people.size()));
                if (!talkers.contains(next)) {
                    talkers.add(next);
                }
            }
            int packets = random.nextInt(50, 200);
            for (int packet = 0; packet < packets; packet++) {
                for (Person person : people) {
                    boolean isTalking = talkers.contains(person);
                    person.voice().onLevel(isTalking ? 25 + random.nextInt(15) : 70, nowNanos);
                    if (person.voice().isTalking(nowNanos) && heard.claim(person, nowNanos) != NONE) {
                        changes++;
                    }
                }
                if (packet > 0) {
                    assertThat(talkers).allMatch(heard::holds);
                }
                pass(20);
            }
        }
        assertThat(changes).isLessThan(3 * 500);
    }

    private void talk(int millis, Person... talkers) {
        for (int i = 0; i < millis; i += 20) {
            level(30, talkers);
            pass(20);
        }
    }

    private void level(int level, Person... talkers) {
        for (Person talker : talkers) {
            talker.voice().onLevel(level, nowNanos);
        }
    }

    private void pass(int millis) {
        nowNanos += millis * MILLI;
    }
}
