package machine

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tripol/internal/disk"
)

// ErrNoAutostart reports that this system has no way to start programs with a person's session.
var ErrNoAutostart = errors.New("this system cannot start the program with the machine")

// Launch is how the program is started with the machine: the program's file and its arguments.
type Launch struct {
	Program   string
	Arguments []string
}

func (l Launch) words() []string { return append([]string{l.Program}, l.Arguments...) }

// desktopEntry is the file of the XDG autostart specification.
func (l Launch) desktopEntry() string {
	quoted := make([]string, 0, len(l.words()))
	for _, word := range l.words() {
		// Two rules apply: those of quoted arguments, and those of strings, which double each backslash.
		escaped := strings.NewReplacer(`\`, `\\\\`, `"`, `\\"`, "`", "\\\\`", `$`, `\\$`, `%`, `%%`).Replace(word)
		quoted = append(quoted, `"`+escaped+`"`)
	}
	return "[Desktop Entry]\nType=Application\nName=Tripol\nExec=" + strings.Join(quoted, " ") +
		"\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
}

// launchAgent is the property list of a macOS LaunchAgent.
func (l Launch) launchAgent() (string, error) {
	var text bytes.Buffer
	text.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>org.tripol.start</string>
<key>RunAtLoad</key><true/>
<key>ProgramArguments</key><array>
`)
	for _, word := range l.words() {
		text.WriteString("<string>")
		if err := xml.EscapeText(&text, []byte(word)); err != nil {
			return "", err
		}
		text.WriteString("</string>\n")
	}
	text.WriteString("</array>\n</dict></plist>\n")
	return text.String(), nil
}

// autostartFile is autostart by the presence of a file.
type autostartFile string

func (f autostartFile) on() (bool, error) {
	_, err := os.Stat(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (f autostartFile) set(content string) error {
	if err := disk.MakeFolder(filepath.Dir(string(f))); err != nil {
		return err
	}
	return disk.WriteWhole(string(f), disk.Text(content))
}

func (f autostartFile) clear() error {
	if err := os.Remove(string(f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
