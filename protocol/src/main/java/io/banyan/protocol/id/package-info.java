/**
 * Names of the things a call is made of, validated once where they enter. No behaviour lives here.
 */
@NullMarked
package io.banyan.protocol.id;

import org.jspecify.annotations.NullMarked;
