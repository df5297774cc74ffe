package io.banyan.cluster;

import io.banyan.protocol.id.TenantId;

/**
 * The demo application.
 *
 * @param enabled serve it, and make tokens for anybody who asks
 * @param tenant whose rooms it uses
 */
public record DemoSettings(boolean enabled, TenantId tenant) {}
