package io.banyan.node.control;

import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.remote.RemoteActorRefProvider;
import scala.Option;

/**
 * Ends every association with a member whose process is gone. The cluster takes that for unreachable at once, which it has to
 * be before a downed member can be removed; the failure detector would need ten seconds more. Pekko offers this below its
 * public API only (ADR 12).
 */
final class Quarantine {
    private Quarantine() {}

    /** A process that is started anew at the same address has another uid, and is not meant. */
    static void of(ActorSystem<?> system, Member member) {
        ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(system);
        if (classic.provider() instanceof RemoteActorRefProvider remoting) {
            remoting.quarantine(
                    member.address(), Option.apply(member.uniqueAddress().longUid()), "its process is gone");
        }
    }
}
