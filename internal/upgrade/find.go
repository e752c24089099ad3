package upgrade

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"tripol/internal/disk"
)

// Info is what a program says about itself: `tripol program` prints it.
type Info struct {
	Program string   `json:"program"` // "tripol"
	Version string   `json:"version"`
	Schema  int64    `json:"schema"`  // its newest migration
	Changes []string `json:"changes"` // lines of its change log
}

const (
	askTime    = 20 * time.Second
	largest    = 512 << 20
	infoLength = 4 << 20
)

// candidate is a file that may be a new program.
type candidate struct {
	path, digest string
	changed      time.Time
}

// find returns the program files beside the running one and in the upgrade folder that are neither in use nor refused.
// They are named tripol-new or tripol-VERSION; the one that was written last comes first.
func find(data, self string, s State) (found []candidate, err error) {
	selfSum, err := digestOf(self)
	if err != nil {
		return nil, err
	}
	for _, folder := range []string{folderOf(data), filepath.Dir(self)} {
		entries, err := os.ReadDir(folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, entry := range entries {
			if !named(entry.Name()) || !entry.Type().IsRegular() {
				continue
			}
			info, err := entry.Info()
			if err != nil {
				return nil, err
			}
			c := candidate{path: filepath.Join(folder, entry.Name()), changed: info.ModTime()}
			if c.digest, err = digestOf(c.path); err != nil {
				return nil, err
			}
			if !slices.Contains(slices.Concat([]string{"", selfSum, s.Digest}, s.Refused, s.Used), c.digest) {
				found = append(found, c)
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return b.changed.Compare(a.changed) })
	return found, nil
}

func named(name string) bool {
	rest, ours := strings.CutPrefix(strings.ToLower(name), "tripol-")
	if runtime.GOOS == "windows" {
		var program bool
		rest, program = strings.CutSuffix(rest, ".exe")
		ours = ours && program
	}
	return ours && rest != "" && !strings.HasSuffix(rest, ".old") && !strings.HasSuffix(rest, disk.Partial)
}

// digestOf returns a file's SHA-256; nothing for one that is too large to be a program.
func digestOf(path string) (string, error) {
	file, err := os.Open(path) //nolint:gosec // a program file
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || info.Size() > largest {
		return "", err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// ask runs a program to hear what it is.
func ask(ctx context.Context, program string) (info Info, err error) {
	ctx, stop := context.WithTimeout(ctx, askTime)
	defer stop()
	command := exec.CommandContext(ctx, program, "program")
	command.WaitDelay = time.Second
	said, err := command.Output()
	if err != nil {
		return info, err
	}
	if len(said) > infoLength || json.Unmarshal(said, &info) != nil || info.Program != "tripol" {
		return info, errors.New("the file is no Tripol program")
	}
	return info, nil
}

// adopt copies a program into the data folder, durably: the file that was placed may be deleted or replaced.
func adopt(data string, c candidate) (path string, err error) {
	folder := filepath.Join(folderOf(data), programsName)
	if err := disk.MakeFolder(folder); err != nil {
		return "", err
	}
	path = filepath.Join(folder, "tripol-"+c.digest[:12]+ending())
	return path, copyProgram(c.path, path)
}

func ending() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

func copyProgram(from, to string) error {
	if err := copyFile(from, to); err != nil {
		return err
	}
	return os.Chmod(to, 0o700) //nolint:gosec // a program is executable
}

func copyFile(from, to string) (err error) {
	file, err := os.Open(from) //nolint:gosec // a file of ours
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return disk.WriteWhole(to, func(out io.Writer) error {
		_, err := io.Copy(out, file)
		return err
	})
}

// changesOf returns the lines of a change log that an older one lacks.
func changesOf(older, newer []string) (changes []string) {
	changes = []string{}
	for _, line := range newer {
		if strings.TrimSpace(line) != "" && !slices.Contains(older, line) {
			changes = append(changes, strings.TrimSpace(line))
		}
	}
	const most = 200
	return changes[:min(len(changes), most)]
}
