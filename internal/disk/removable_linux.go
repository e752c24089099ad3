package disk

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Removable lists the mounted removable media of this machine.
func Removable() ([]Medium, error) {
	file, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return mediaIn(file, isRemovable)
}

// mountRoots are the folders below which desktops and people mount sticks.
var mountRoots = []string{"/media/", "/run/media/", "/mnt/"}

// mediaIn reads the lines of mountinfo: "36 35 8:17 / /media/anu/STICK rw,nosuid shared:1 - vfat /dev/sdb1 rw".
func mediaIn(mounts io.Reader, removable func(device string) bool) (media []Medium, err error) {
	lines := bufio.NewScanner(mounts)
	for lines.Scan() {
		before, after, found := strings.Cut(lines.Text(), " - ")
		fields, source := strings.Fields(before), strings.Fields(after)
		if !found || len(fields) < 6 || len(source) < 2 || !strings.HasPrefix(source[1], "/dev/") || fields[3] != "/" {
			continue
		}
		folder := unescaped(fields[4])
		below := func(root string) bool { return strings.HasPrefix(folder+"/", root) && folder+"/" != root }
		own := folder == "/" || strings.HasPrefix(folder, "/boot")
		if slices.ContainsFunc(mountRoots, below) || (removable(fields[2]) && !own) {
			media = append(media, Medium{Folder: folder, Label: filepath.Base(folder)})
		}
	}
	return media, lines.Err()
}

// isRemovable asks the kernel about a device, by its numbers; a partition's disk is the folder above it.
func isRemovable(device string) bool {
	for _, file := range []string{"/removable", "/../removable"} {
		if text, err := os.ReadFile("/sys/dev/block/" + device + file); err == nil { //nolint:gosec // the kernel's numbers
			return strings.TrimSpace(string(text)) == "1"
		}
	}
	return false
}

// unescaped replaces the octal escapes of mountinfo, such as \040 for a space.
func unescaped(text string) string {
	var plain strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+3 < len(text) {
			if value, err := strconv.ParseUint(text[i+1:i+4], 8, 8); err == nil {
				plain.WriteByte(byte(value))
				i += 3
				continue
			}
		}
		plain.WriteByte(text[i])
	}
	return plain.String()
}
