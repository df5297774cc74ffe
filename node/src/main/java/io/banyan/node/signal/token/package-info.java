/**
 * Access tokens: JWTs that say whose call, which room, who, and what is allowed. Makes and checks them; no transport and
 * no actors live here.
 */
@NullMarked
package io.banyan.node.signal.token;

import org.jspecify.annotations.NullMarked;
