/**
 * Real browsers, started and steered: Chromium by Playwright, Firefox by Marionette, and the demo's page in either. No
 * knowledge of media or signalling lives here beyond what the page itself tells.
 */
@NullMarked
package io.banyan.loadtest.browser;

import org.jspecify.annotations.NullMarked;
