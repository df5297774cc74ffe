package io.banyan.loadtest.netem;

import java.util.random.RandomGenerator;

/** One run of a {@link LossModel}: remembers whether it is in a burst. */
final class LossProcess {
    private final LossModel model;
    private final RandomGenerator random;
    private boolean isInBurst;

    LossProcess(LossModel model, RandomGenerator random) {
        this.model = model;
        this.random = random;
    }

    boolean losesNext() {
        return switch (model) {
            case LossModel.Random(double probability) -> random.nextDouble() < probability;
            case LossModel.GilbertElliott chain -> {
                double move = isInBurst ? chain.badToGood() : chain.goodToBad();
                if (random.nextDouble() < move) {
                    isInBurst = !isInBurst;
                }
                yield random.nextDouble() < (isInBurst ? chain.lossInBad() : chain.lossInGood());
            }
        };
    }
}
