package io.banyan.loadtest.bench;

import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** How large the built SDK is, as a browser loads it. */
final class SdkBundle {
    private SdkBundle() {}

    static List<Figure> measure(Path bundle) {
        if (!Files.isRegularFile(bundle)) {
            String why = "no " + bundle + ": build the SDK first";
            return List.of(Figure.missing("sdk.bundle", "kB", Goal.NONE, why));
        }
        try {
            byte[] bytes = Files.readAllBytes(bundle);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
            }
            return List.of(
                    new Figure("sdk.bundle", bytes.length / 1e3, "kB", Goal.NONE),
                    new Figure("sdk.bundle.gzip", packed.size() / 1e3, "kB", Goal.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
