package io.banyan.protocol.id;

/** The one rule for names that outsiders choose: what may be in them and how long they may be. */
final class Names {
    private Names() {}

    /**
     * Checks a name chosen by an application: 1 to {@code maxChars} characters, no control characters, no {@code /}
     * (it separates the parts of composite ids in logs and URLs), no leading or trailing white space.
     *
     * @throws IllegalArgumentException saying which rule {@code what} broke; the name itself is not in the message,
     *     because it may be hostile and end up in a log
     */
    static String checkChosen(String what, String name, int maxChars) {
        if (name.isEmpty() || name.length() > maxChars) {
            throw new IllegalArgumentException(what + " must have 1 to " + maxChars + " characters");
        }
        if (!name.strip().equals(name)) {
            throw new IllegalArgumentException(what + " must not begin or end with white space");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || c == '/') {
                throw new IllegalArgumentException(what + " must not contain control characters or '/'");
            }
        }
        return name;
    }

    /**
     * Checks an id that a node made or an operator wrote: 1 to 64 of {@code A-Z a-z 0-9 _ . -}.
     *
     * @throws IllegalArgumentException if it has another length or another character
     */
    static String checkToken(String what, String id) {
        if (id.isEmpty() || id.length() > 64) {
            throw new IllegalArgumentException(what + " must have 1 to 64 characters");
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == '-'
                    || c == '.';
            if (!allowed) {
                throw new IllegalArgumentException(what + " may contain only letters, digits, '_', '-' and '.'");
            }
        }
        return id;
    }
}
