// Package tripol embeds the change log, so that an upgrade can state what changed. It is at the root because an
// embedded file cannot lie above its package.
package tripol

import _ "embed"

// ChangeLog is CHANGELOG.md.
//
//go:embed CHANGELOG.md
var ChangeLog string
