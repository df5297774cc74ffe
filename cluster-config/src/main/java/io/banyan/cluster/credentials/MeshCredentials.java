package io.banyan.cluster.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A node's credentials as they are now. The files are looked at again when somebody asks and the last look is long ago:
 * who makes a connection thereby uses the newest. Files that do not fit together (being exchanged one after the other)
 * leave the last good ones standing. Any thread may ask; few wait, and not long.
 */
public final class MeshCredentials {
    /** No certificate or key is larger; a wrong path must not read a disk. */
    private static final int MAX_BYTES = 1 << 20;

    private record Texts(String certificate, String key, String authorities) {
        /** Never shows the key. */
        @Override
        public String toString() {
            return "Texts";
        }
    }

    private final CredentialFiles files;
    private final CredentialReader reader;
    private final LongSupplier nanoClock;
    private final Consumer<String> onRefusal;
    private final ReentrantLock looking = new ReentrantLock();
    private Texts lastRead;
    private long lastLookNanos;
    private volatile CredentialSet current;

    private MeshCredentials(CredentialFiles files, LongSupplier nanoClock, Consumer<String> onRefusal)
            throws CredentialException {
        this.files = files;
        this.nanoClock = nanoClock;
        this.onRefusal = onRefusal;
        reader = new CredentialReader(files);
        lastRead = texts();
        lastLookNanos = nanoClock.getAsLong();
        current = reader.read(lastRead.certificate(), lastRead.key(), lastRead.authorities());
    }

    /**
     * @param onRefusal hears in one line why later files were refused
     * @throws CredentialException if there is nothing to begin with
     */
    public static MeshCredentials open(CredentialFiles files, Consumer<String> onRefusal) throws CredentialException {
        return open(files, System::nanoTime, onRefusal);
    }

    static MeshCredentials open(CredentialFiles files, LongSupplier nanoClock, Consumer<String> onRefusal)
            throws CredentialException {
        return new MeshCredentials(files, nanoClock, onRefusal);
    }

    /** The newest; another object than before if, and only if, files changed. */
    public CredentialSet current() {
        // Who finds somebody looking goes on with what is there.
        if (looking.tryLock()) {
            try {
                lookIfDue();
            } finally {
                looking.unlock();
            }
        }
        return current;
    }

    private void lookIfDue() {
        long nowNanos = nanoClock.getAsLong();
        if (nowNanos - lastLookNanos < files.reload().toNanos()) {
            return;
        }
        lastLookNanos = nowNanos;
        try {
            Texts texts = texts();
            if (texts.equals(lastRead)) {
                return;
            }
            lastRead = texts;
            CredentialSet next = reader.read(texts.certificate(), texts.key(), texts.authorities());
            if (!next.node().equals(current.node())) {
                throw new CredentialException("the certificate in " + files.certificate() + " now names " + next.node()
                        + ": this node is " + current.node());
            }
            current = next;
        } catch (CredentialException e) {
            onRefusal.accept(e.getMessage() + "; the ones before stay in use");
        }
    }

    private Texts texts() throws CredentialException {
        return new Texts(text(files.certificate()), text(files.key()), text(files.authorities()));
    }

    private static String text(Path file) throws CredentialException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CredentialException(file + " is too large for certificates or a key: check the path");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new CredentialException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "): put the PEM file there", e);
        }
    }
}
