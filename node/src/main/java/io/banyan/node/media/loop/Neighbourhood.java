package io.banyan.node.media.loop;

import io.banyan.node.media.link.LinkResult;
import io.banyan.node.media.link.NeighbourLoops;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The loops of one node and the pipes between them. A room that outgrows a loop goes on to another exactly as it goes to
 * another node; only the network is a queue.
 */
public final class Neighbourhood {
    private final int size;
    private final AtomicReferenceArray<@Nullable MediaLoop> loops;
    /** From loop i to loop k at i * size + k; made when first needed, by the loop that puts in. */
    private final AtomicReferenceArray<@Nullable LoopPipe> pipes;

    private final IntSupplier nodeLoadPermille;

    /**
     * @param size how many loops there will be
     * @param nodeLoadPermille how much is used of what the loops share, in thousandths; asked on each loop's thread
     */
    public Neighbourhood(int size, IntSupplier nodeLoadPermille) {
        this.size = size;
        this.nodeLoadPermille = nodeLoadPermille;
        loops = new AtomicReferenceArray<>(size);
        pipes = new AtomicReferenceArray<>(size * size);
    }

    /** Of loops that share nothing that could be short. */
    public Neighbourhood(int size) {
        this(size, () -> 0);
    }

    int nodeLoadPermille() {
        return nodeLoadPermille.getAsInt();
    }

    /** A loop has been made. */
    void join(int index, MediaLoop loop) {
        loops.set(index, loop);
    }

    /** The others, as one loop sees them. */
    NeighbourLoops of(int self) {
        return new NeighbourLoops() {
            @Override
            public boolean tell(int loop, LinkResult result) {
                MediaLoop other = other(self, loop);
                return other != null && other.offer(result);
            }

            @Override
            public boolean send(int loop, ByteBuffer buffer, int offset, int length) {
                MediaLoop other = other(self, loop);
                if (other == null || !pipe(self, loop).offer(buffer, offset, length)) {
                    return false;
                }
                other.wakeUp();
                return true;
            }
        };
    }

    /**
     * Takes out what others put in for a loop.
     *
     * @return whether there is more
     */
    boolean drain(int self, LoopPipe.Taker taker, int budget) {
        boolean isMore = false;
        for (int from = 0; from < size; from++) {
            LoopPipe pipe = pipes.get(from * size + self);
            isMore |= pipe != null && pipe.drain(taker, budget);
        }
        return isMore;
    }

    private @Nullable MediaLoop other(int self, int loop) {
        return loop == self || loop >= size ? null : loops.get(loop);
    }

    private LoopPipe pipe(int from, int to) {
        LoopPipe present = pipes.get(from * size + to);
        if (present == null) {
            present = new LoopPipe();
            pipes.set(from * size + to, present);
        }
        return present;
    }
}
