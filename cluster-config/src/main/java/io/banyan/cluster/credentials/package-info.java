/**
 * What a node proves itself with and whom it believes: certificate, key and authorities from files, exchanged while
 * running. The JDK's own cryptography only; no sockets, no actors.
 */
@NullMarked
package io.banyan.cluster.credentials;

import org.jspecify.annotations.NullMarked;
