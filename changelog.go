// Package tripol carries the change log inside the program, so that an upgrade can state what changed.
package tripol

import _ "embed"

// ChangeLog is CHANGELOG.md.
//
//go:embed CHANGELOG.md
var ChangeLog string
