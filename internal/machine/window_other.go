//go:build !windows

package machine

import (
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/term"

	"tripol/internal/config"
)

// OwnWindow reports whether the program was started from a desktop, without a terminal that somebody typed into. The
// Finder of macOS opens a Terminal for the program and passes it the absolute path of its file.
func OwnWindow() bool {
	if runtime.GOOS == "darwin" {
		return filepath.IsAbs(os.Args[0])
	}
	for _, file := range []*os.File{os.Stdin, os.Stdout, os.Stderr} {
		if term.IsTerminal(int(file.Fd())) {
			return false
		}
	}
	return config.Graphical()
}

// PrepareConsole reports whether the output is a terminal, which draws colours.
func PrepareConsole() bool { return term.IsTerminal(int(os.Stdout.Fd())) }

// Minimise does nothing: without a terminal there is no window.
func Minimise() {}
