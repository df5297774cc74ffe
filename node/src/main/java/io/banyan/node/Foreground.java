package io.banyan.node;

import java.util.concurrent.CountDownLatch;

/** Keeps a node running until the process is told to end, and ends it in order. */
final class Foreground {
    private Foreground() {}

    /**
     * @param started run once the node can be stopped by a signal
     */
    static void run(RunningNode node, Runnable started) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            node.close();
            stopped.countDown();
        }));
        started.run();
        stopped.await();
    }
}
