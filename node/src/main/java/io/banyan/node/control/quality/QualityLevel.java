package io.banyan.node.control.quality;

/** A score in a word, best first. */
public enum QualityLevel {
    EXCELLENT(4.1),
    /** From here down a call is a bad one. */
    GOOD(3.5),
    FAIR(2.5),
    POOR(0);

    private final double leastScore;

    QualityLevel(double leastScore) {
        this.leastScore = leastScore;
    }

    static QualityLevel of(double score) {
        for (QualityLevel level : values()) {
            if (score >= level.leastScore) {
                return level;
            }
        }
        return POOR;
    }

    boolean isWorseThan(QualityLevel other) {
        return compareTo(other) > 0;
    }
}
