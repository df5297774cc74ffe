package io.banyan.loadtest.netem;

/** How a link loses datagrams. Probabilities are from 0 to 1. */
public sealed interface LossModel {
    LossModel NONE = new Random(0);

    /** Each datagram is lost with the same probability, whatever happened to the one before. */
    record Random(double probability) implements LossModel {
        public Random {
            requireProbability(probability);
        }
    }

    /**
     * Losses come in bursts: a two-state chain (E. N. Gilbert, 1960; E. O. Elliott, 1963) moves once a datagram and each
     * state has its own loss.
     *
     * @param goodToBad chance of entering a burst, per datagram
     * @param badToGood chance of leaving it; a burst lasts 1/badToGood datagrams on average
     * @param lossInGood loss between bursts
     * @param lossInBad loss within a burst
     */
    record GilbertElliott(double goodToBad, double badToGood, double lossInGood, double lossInBad)
            implements LossModel {
        public GilbertElliott {
            requireProbability(goodToBad);
            requireProbability(badToGood);
            requireProbability(lossInGood);
            requireProbability(lossInBad);
        }
    }

    static LossModel random(double probability) {
        return new Random(probability);
    }

    /** Bursts of a mean length in which everything is lost, so that the mean loss over time is as given. */
    static LossModel bursts(double meanLoss, double meanBurstDatagrams) {
        requireProbability(meanLoss);
        if (meanLoss == 0) {
            return NONE;
        }
        if (meanLoss == 1 || !(meanBurstDatagrams >= 1)) {
            throw new IllegalArgumentException("bursts need a loss below 1 and a length of at least 1");
        }
        double badToGood = 1 / meanBurstDatagrams;
        return new GilbertElliott(Math.min(1, badToGood * meanLoss / (1 - meanLoss)), badToGood, 0, 1);
    }

    private static void requireProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("not a probability: " + probability);
        }
    }
}
