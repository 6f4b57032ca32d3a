/** Stories of people at real screens: Debian's Chromium drives the built front end. */
@NullMarked
package org.shouwang.browser;

import org.jspecify.annotations.NullMarked;
