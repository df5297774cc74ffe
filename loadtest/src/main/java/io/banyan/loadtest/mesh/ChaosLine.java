package io.banyan.loadtest.mesh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line that plays with a mesh, such as {@code cut eu us} or {@code kill ap-1}. */
final class ChaosLine {
    static final String HELP = """
            cut A B            nothing arrives between A and B       cut A > B      only from A to B
            delay A B 120ms    one way, each way                     loss A B 5%
            rate A B 2mbit     each way; 0: no limit                 heal [A B]     as it was at first
              A, B: a region (eu), a node (eu-1), all. At the end of a line: backbone (UDP) or control (TCP), else both.
            kill N             as a crash        pause N, resume N
            restart N [new]    after a kill if it runs; new: at a new address
            clock N 5s         restarts it with a clock that is wrong by so much (-5s: behind)
            regions eu us      announces these regions only
            status             what is not as at first
            sleep 5s           for scripts
            """;

    private static final Pattern AMOUNT = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)([a-z%]*)");

    private final LocalMesh mesh;

    ChaosLine(LocalMesh mesh) {
        this.mesh = mesh;
    }

    /**
     * Does what the line says.
     *
     * @return what to show
     * @throws MeshException or IllegalArgumentException saying in one line what is wrong with it
     */
    String run(String line) {
        String plain = line.replaceFirst("#.*", "").strip();
        if (plain.isEmpty()) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of(plain.split("\\s+", -1)));
        String verb = words.removeFirst().toLowerCase(Locale.ROOT);
        switch (verb) {
            case "help" -> {
                return HELP;
            }
            case "status" -> {
                return status();
            }
            case "cut", "delay", "loss", "rate" -> link(verb, words);
            case "heal" -> {
                if (words.isEmpty()) {
                    mesh.heal();
                } else {
                    need(words, 2, "heal A B");
                    mesh.heal(words.get(0), words.get(1));
                }
            }
            case "kill" -> mesh.kill(one(words, "kill N"));
            case "pause" -> mesh.pause(one(words, "pause N"));
            case "resume" -> mesh.resume(one(words, "resume N"));
            case "restart" -> {
                boolean isNew = words.remove("new");
                mesh.restart(one(words, "restart N [new]"), isNew);
            }
            case "clock" -> {
                need(words, 2, "clock N 5s");
                mesh.setClockOffset(words.get(0), duration(words.get(1)));
            }
            case "regions" -> {
                words.forEach(mesh::named);
                mesh.announceRegions(Set.copyOf(words));
            }
            case "sleep" -> sleep(duration(one(words, "sleep 5s")));
            default -> throw new MeshException("there is no \"" + verb + "\": help lists what there is");
        }
        return "ok";
    }

    private void link(String verb, List<String> words) {
        Set<MeshTraffic> traffic = EnumSet.allOf(MeshTraffic.class);
        for (MeshTraffic each : MeshTraffic.values()) {
            if (words.remove(each.name().toLowerCase(Locale.ROOT))) {
                traffic = EnumSet.of(each);
            }
        }
        boolean isOneWay = words.remove(">");
        need(words, verb.equals("cut") ? 2 : 3, verb.equals("cut") ? "cut A B" : verb + " A B amount");
        UnaryOperator<LinkCondition> change = change(verb, words);
        for (MeshTraffic each : traffic) {
            if (isOneWay) {
                mesh.changeOneWay(words.get(0), words.get(1), each, change);
            } else {
                mesh.change(words.get(0), words.get(1), each, change);
            }
        }
    }

    private static UnaryOperator<LinkCondition> change(String verb, List<String> words) {
        return switch (verb) {
            case "cut" -> link -> link.withCut(true);
            case "delay" -> {
                Duration delay = duration(words.get(2));
                yield link -> link.withDelay(delay);
            }
            case "loss" -> {
                double loss = amount(words.get(2), "%") / 100;
                yield link -> link.withLoss(loss);
            }
            default -> {
                long rateBps = (long) rateBps(words.get(2));
                yield link -> link.withRate(rateBps);
            }
        };
    }

    private String status() {
        List<String> lines = new ArrayList<>();
        for (MeshNode node : mesh.nodes()) {
            lines.add(node.name() + " "
                    + (node.process().isAlive() ? node.process().url() : "is not running")
                    + (node.clockOffset.isZero() ? "" : " clock " + node.clockOffset));
        }
        for (MeshNode from : mesh.nodes()) {
            for (MeshNode to : mesh.nodes()) {
                for (MeshTraffic traffic : MeshTraffic.values()) {
                    LinkCondition condition = mesh.condition(from, to, traffic);
                    if (!condition.equals(LinkCondition.PERFECT)) {
                        lines.add(from + " > " + to + " " + traffic.name().toLowerCase(Locale.ROOT) + ": " + condition);
                    }
                }
            }
        }
        return String.join("\n", lines);
    }

    private static String one(List<String> words, String form) {
        need(words, 1, form);
        return words.getFirst();
    }

    private static void need(List<String> words, int count, String form) {
        if (words.size() != count) {
            throw new MeshException("write: " + form);
        }
    }

    static Duration duration(String text) {
        Matcher parts = AMOUNT.matcher(text);
        if (parts.matches()) {
            double amount = Double.parseDouble(parts.group(1));
            switch (parts.group(2)) {
                case "ms" -> {
                    return Duration.ofNanos((long) (amount * 1e6));
                }
                case "s" -> {
                    return Duration.ofNanos((long) (amount * 1e9));
                }
                case "min" -> {
                    return Duration.ofNanos((long) (amount * 60e9));
                }
                default -> {}
            }
        }
        throw new MeshException("\"" + text + "\" is no time: write 120ms, 5s or 2min");
    }

    static double rateBps(String text) {
        if (text.endsWith("kbit")) {
            return amount(text, "kbit") * 1e3;
        }
        return text.equals("0") ? 0 : amount(text, "mbit") * 1e6;
    }

    private static double amount(String text, String unit) {
        Matcher parts = AMOUNT.matcher(text);
        if (parts.matches() && parts.group(2).equals(unit)) {
            return Double.parseDouble(parts.group(1));
        }
        throw new MeshException("\"" + text + "\" is no amount: write it in " + unit);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
