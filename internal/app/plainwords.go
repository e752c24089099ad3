package app

import (
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"tripol/internal/authority"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/words"
)

// tell writes a sentence in every language on the console; args are made for each, so that dates are in its words.
func (a *App) tell(key string, args func(*words.Catalogue, words.Language) words.Args) error {
	if a.Console == nil {
		return nil
	}
	return tellOn(a.Console, key, args)
}

func tellOn(to io.Writer, key string, args func(*words.Catalogue, words.Language) words.Args) error {
	shipped, err := words.Shipped()
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, language := range words.Languages {
		var values words.Args
		if args != nil {
			values = args(shipped, language)
		}
		fmt.Fprintln(&text, shipped.T(language, key, values))
	}
	_, err = fmt.Fprintf(to, "\n%s", text.String())
	return err
}

// causes are the errors of a start that a person can mend, with the key of the sentence that says how. The first match
// is used.
var causes = []struct {
	is  func(error) bool
	key string
}{
	{isOf(syscall.EADDRINUSE), "machine.cause_port"},
	{isOf(errPortTakenOnWindows), "machine.cause_port"},
	{disk.IsFull, "machine.cause_disk"},
	{isOf(disk.ErrShared), "machine.cause_shared"},
	{isOf(ErrRestoreUnfinished), "machine.cause_restore"},
	{isOf(db.ErrNewerSchema), "machine.cause_newer"},
	{isOf(authority.ErrClock), "machine.cause_clock"},
	{isOf(fs.ErrPermission), "machine.cause_permission"},
}

// errPortTakenOnWindows is WSAEADDRINUSE, which Go does not translate.
const errPortTakenOnWindows = syscall.Errno(10048)

func isOf(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

// causeOf returns the key of the sentence about an error.
func causeOf(err error) string {
	for _, cause := range causes {
		if cause.is(err) {
			return cause.key
		}
	}
	return "machine.cause_other"
}

// AskForEnter asks to press Enter, for a window that would close otherwise.
func AskForEnter(to io.Writer) error { return tellOn(to, "machine.press_enter", nil) }

// FailurePage writes ExplainFailure as a page, for a start without a window.
func FailurePage(to io.Writer, failed error) error {
	var text strings.Builder
	if err := ExplainFailure(&text, failed); err != nil {
		return err
	}
	_, err := fmt.Fprintf(to, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">"+
		"<meta name=\"viewport\" content=\"width=device-width\"><title>Tripol</title>\n"+
		"<h1>Tripol</h1>\n<pre style=\"white-space:pre-wrap;font:1.1rem/1.6 sans-serif\">%s</pre></html>\n",
		html.EscapeString(text.String()))
	return err
}
