package io.banyan.node.telemetry;

import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallEventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line for each fact of a call, with the ids that everything else uses. */
final class CallLog implements CallEventSink {
    private static final Logger LOG = LoggerFactory.getLogger("banyan.call");

    @Override
    public void accept(CallEvent event) {
        LOG.info(
                "room={} session={} participant={} connection={} event={}:{} {}",
                event.room(),
                event.session(),
                event.participant() == null ? "-" : event.participant(),
                event.connection() == null ? "-" : event.connection(),
                event.incarnation(),
                event.sequence(),
                event.fact());
    }
}
