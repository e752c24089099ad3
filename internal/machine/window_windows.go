package machine

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	consoleProcesses = kernel.NewProc("GetConsoleProcessList")
	consoleWindow    = kernel.NewProc("GetConsoleWindow")
	showWindow       = windows.NewLazySystemDLL("user32.dll").NewProc("ShowWindow")
)

// OwnWindow reports whether the program was started without a terminal: Windows then opened a console window for it
// alone, which closes when it ends.
func OwnWindow() bool {
	var processes [2]uint32
	n, _, _ := consoleProcesses.Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	return n == 1
}

// PrepareConsole sets the console to UTF-8 and lets it interpret colours. It reports whether that is possible; where
// the output is no console, nothing changes.
func PrepareConsole() bool {
	const utf8 = 65001
	out := windows.Handle(os.Stdout.Fd())
	var mode uint32
	if windows.GetConsoleMode(out, &mode) != nil || windows.SetConsoleOutputCP(utf8) != nil {
		return false
	}
	return windows.SetConsoleMode(out, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}

// Minimise minimises the program's window, when it is started with the machine.
func Minimise() {
	const minimise = 6
	if window, _, _ := consoleWindow.Call(); window != 0 {
		_, _, _ = showWindow.Call(window, minimise) // the previous state of the window
	}
}
